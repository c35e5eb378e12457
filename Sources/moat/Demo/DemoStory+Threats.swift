import Foundation
import MoatLab

extension DemoStory {
    /// What is known to be hostile, and who shows it.
    static let threats: [DemoStep] = [
        DemoStep(
            title: "Threats: a feed, fetched over https",
            sent: "moat apply -f demo/threats.yaml; moat threat test 192.0.2.77",
            expected: "the feed 'bots' lists the scanner's address, and the policy refuses what is listed"
        ) { scene in
            _ = try scene.apply("threats.yaml")
            let refresh = try scene.moat(["threat", "refresh", "bots"])
            guard refresh.status == 0 else { throw DemoError("moat threat refresh: \(refresh.output)\(refresh.error)") }
            let result = try scene.moat(["threat", "test", "192.0.2.77"])
            return DemoObservation(
                observed: firstLine(result.output), log: "",
                ok: result.status == 1 && result.output.contains("bots: Bot Networks"))
        },
        DemoStep(
            title: "Threats: a listed attacker gets nowhere, not even where a DNAT rule is open",
            sent: "scanner: connect 198.51.100.10:80",
            expected: "refused before every rule; AZFWThreatIntel says Bot Networks"
        ) { scene in
            let start = Date()
            let outcome = try scene.talk(from: "scanner", to: "198.51.100.10", port: 80)
            let record = try scene.record(since: start) {
                $0.isThreat(from: "192.0.2.77", "DestinationIp", "198.51.100.10")
            }
            return DemoObservation(
                observed: text(outcome), log: record?.line ?? "",
                ok: outcome == .failure(.timedOut) && record?["Action"] == "Deny"
                    && record?["ThreatDescription"] == "Bot Networks")
        },
        DemoStep(
            title: "Threats: one that nobody knows scans, and is known",
            sent: "attacker: 20 ports of 198.51.100.10, then port 80, which is open",
            expected: "the scan makes it an entry of moat/scan; port 80 is refused as Port scan"
        ) { scene in
            let ports = "http://198.51.100.10:[2001-2020]/"
            _ = try Command(
                [
                    "curl", "--silent", "--noproxy", "*", "--parallel", "--parallel-immediate", "--parallel-max", "20",
                    "--max-time", "1", ports,
                ], in: scene.host("attacker"), timeLimit: .seconds(20)
            ).run()
            var isListed = false
            for _ in 0..<20 where !isListed {
                isListed = try scene.moat(["threat", "test", "192.0.2.66"]).output.contains("moat/scan")
                if !isListed { Thread.sleep(forTimeInterval: 0.1) }
            }
            let start = Date()
            let outcome = try scene.talk(from: "attacker", to: "198.51.100.10", port: 80)
            let record = try scene.record(since: start) {
                $0.isThreat(from: "192.0.2.66", "DestinationIp", "198.51.100.10")
            }
            return DemoObservation(
                observed: "\(isListed ? "listed" : "not listed"); \(text(outcome))", log: record?.line ?? "",
                ok: isListed && outcome == .failure(.timedOut) && record?["ThreatDescription"] == "Port scan")
        },
        DemoStep(
            title: "Threats: a pod that calls a listed name finds none",
            sent: "app-7: curl http://c2.botmaster.example/, then with the address given",
            expected: "no such name from the DNS proxy, then status 470 with the reason from the egress proxy"
        ) { scene in
            let start = Date()
            let unresolved = try Command(
                ["curl", "--silent", "--noproxy", "*", "--max-time", "5", "http://c2.botmaster.example/"],
                in: scene.host("app-7"), timeLimit: .seconds(10)
            ).run()
            let asked = try scene.record(since: start) {
                $0["Protocol"] == "DNS" && $0.isThreat(from: "10.0.5.7", "Fqdn", "c2.botmaster.example")
            }
            let answer = try scene.curl(
                "http://c2.botmaster.example/", from: "app-7",
                ["--resolve", "c2.botmaster.example:80:203.0.113.20"])
            let called = try scene.record(since: start) {
                $0["Protocol"] == "HTTP" && $0.isThreat(from: "10.0.5.7", "Fqdn", "c2.botmaster.example")
            }
            return DemoObservation(
                observed: "curl exit \(unresolved.status); \(answer.text)", log: called?.line ?? "",
                ok: unresolved.status == 6 && asked?["Action"] == "Deny" && answer.status == 470
                    && answer.body.contains("Bot Networks") && called?["Action"] == "Deny")
        },
        DemoStep(
            title: "Threats: who attacked and who was infected, asked in KQL",
            sent: "moat query '\(threatSummary)'; then the story's feed and policy are taken back",
            expected: "the listed scanner, the one that was found scanning, and the pod"
        ) { scene in
            let now = Date()
            let answer = try scene.ask(threatSummary, with: ["10.0.5.7", "Bot Networks"], since: now)
            let sources = Set(answer.rows.compactMap(\.first))
            let back = try scene.apply("../resources/aks-egress.yaml")
            let result = try scene.moat(["delete", "ThreatIntelFeed", "bots"])
            guard result.status == 0 else { throw DemoError("moat delete ThreatIntelFeed bots: \(result.error)") }
            return DemoObservation(
                observed: "\(answer.summary); \(firstLine(back))", log: "", answer: answer.table,
                ok: answer.isInTime && sources == ["192.0.2.77", "192.0.2.66", "10.0.5.7"])
        },
    ]

    private static let threatSummary = """
        AZFWThreatIntel | summarize Met = count() by SourceIp, ThreatDescription, Action | sort by Met desc, \
        SourceIp asc
        """
}
