import Foundation
import MoatLab

extension DemoStory {
    /// Names in network rules, and what network rules do to application rules.
    static let names: [DemoStep] = [
        DemoStep(
            title: "Names: a network rule that names its destination",
            sent: "app-7: connect ntp.ubuntu.com:123, found through the firewall's DNS proxy",
            expected: "the server answers, by apps/names/time; the query is in the log"
        ) { scene in
            let start = Date()
            let result = try Command(
                ["bash", "-c", "exec 3<>/dev/tcp/ntp.ubuntu.com/123 && cat <&3"], in: scene.host("app-7")
            ).run()
            let query = try scene.record(since: start) {
                $0["Type"] == "AZFWDnsQuery" && $0["SourceIp"] == "10.0.5.7" && $0["QueryName"] == "ntp.ubuntu.com."
            }
            let record = try scene.record(since: start) { $0.isOf("10.0.5.7", to: "203.0.113.53", port: 123) }
            let said = result.output.isEmpty ? result.error : result.output
            return DemoObservation(
                observed:
                    "\(said.trimmingCharacters(in: .whitespacesAndNewlines)); query \(query?["ResponseCode"] ?? "not logged")",
                log: record?.line ?? "",
                ok: result.output.hasPrefix("it is late, 198.51.100.10:") && query?["ResponseCode"] == "NOERROR"
                    && record?["Action"] == "Allow" && record?.rule == "apps/names/time")
        },
        DemoStep(
            title: "The trap: a network rule for 443 to everywhere",
            sent:
                "moat apply -f demo/open-https.yaml; app-7: curl https://evil.example/; moat explain 10.0.5.7 to https://docker.io; moat delete rcg aks-egress/trap",
            expected:
                "evil.example answers, since network rules are judged first; explain says so; without the rule it is refused again"
        ) { scene in
            defer { _ = try? scene.moat(["delete", "rcg", "aks-egress/trap"]) }
            _ = try scene.apply("open-https.yaml")
            let start = Date()
            let open = try scene.curl("https://evil.example/", from: "app-7")
            let record = try scene.record(since: start) { $0.isOf("10.0.5.7", to: "192.0.2.66", port: 443) }
            let explained = try scene.moat(["explain", "10.0.5.7", "to", "https://docker.io"])
            let line = explained.output.split(separator: "\n").first { $0.contains("decides before application rules") }
            let removal = try scene.moat(["delete", "rcg", "aks-egress/trap"])
            let shut = try refused(scene, "evil.example")
            let said = line.map { $0.trimmingCharacters(in: .whitespaces) } ?? "explain says nothing of it"
            return DemoObservation(
                observed: "\(open.text); \(said); then \(shut.observed)", log: record?.line ?? "",
                ok: open.body.hasPrefix("evil.example on attacker") && record?.rule == "trap/open/https-to-everywhere"
                    && explained.output.contains("trap/open/https-to-everywhere") && line != nil && removal.status == 0
                    && shut.ok)
        },
    ]
}
