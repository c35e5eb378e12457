import Foundation
import MoatLab
import MoatModel

extension DemoStory {
    /// Addresses and ports: DNAT in, network rules out.
    static let flows: [DemoStep] = [
        DemoStep(
            title: "In: a port that no DNAT rule names stays shut",
            sent: "attacker: connect 198.51.100.10:22", expected: "no answer; denied by default"
        ) { scene in
            try denied(scene, from: "attacker", "192.0.2.66", to: "198.51.100.10", port: 22, by: "default")
        },
        DemoStep(
            title: "Out: an allowed flow leaves with the firewall's public address",
            sent: "app-7: connect 203.0.113.9:443",
            expected: "the site answers and sees 198.51.100.10; allowed by team/allow/web-tls"
        ) { scene in
            try allowed(
                scene, from: "app-7", "10.0.5.7", to: "203.0.113.9", port: 443, by: "team/allow/web-tls",
                answer: "198.51.100.10")
        },
        DemoStep(
            title: "Out: what no rule allows is denied",
            sent: "app-7: connect 203.0.113.9:8080", expected: "no answer; denied by default"
        ) { scene in
            try denied(scene, from: "app-7", "10.0.5.7", to: "203.0.113.9", port: 8080, by: "default")
        },
        DemoStep(
            title: "Priorities: a collection with a lower number is judged first",
            sent: "app-8: connect 203.0.113.9:443",
            expected: "no answer; team/restrict/app-8-stays-in (110) comes before team/allow/web-tls (310)"
        ) { scene in
            try denied(
                scene, from: "app-8", "10.0.5.8", to: "203.0.113.9", port: 443, by: "team/restrict/app-8-stays-in")
        },
        DemoStep(
            title: "Priorities: the base policy is judged before its child",
            sent: "app-7: connect 203.0.113.66:443",
            expected: "no answer; baseline's net/never/bad-network wins over the child's team/allow/wish"
        ) { scene in
            try denied(
                scene, from: "app-7", "10.0.5.7", to: "203.0.113.66", port: 443, by: "net/never/bad-network")
        },
        DemoStep(
            title: "UDP is judged once a flow",
            sent: "app-7: three datagrams to 203.0.113.53:123",
            expected: "three answers, one record, net/infrastructure/time"
        ) { scene in
            let start = Date()
            let probe = try UDPProbe(from: scene.host("app-7"), to: scene.address("203.0.113.53"), port: 123)
            var answers = 0
            for number in 1...3 {
                probe.send("question \(number)")
                if probe.receive() != nil { answers += 1 }
            }
            let last = try scene.record(since: start) { $0["SourcePort"] == "\(probe.sourcePort)" }
            let count = try scene.records(since: start) { $0["SourcePort"] == "\(probe.sourcePort)" }.count
            return DemoObservation(
                observed: "\(answers) answers, \(count) record", log: last?.line ?? "",
                ok: answers == 3 && count == 1 && last?.rule == "net/infrastructure/time")
        },
        DemoStep(
            title: "IPv6 needs a rule of its own",
            sent: "app-7: connect [2001:db8:203::9]:443, then :8080",
            expected: "443 answers (team/allow/web-tls-v6), 8080 is denied by default"
        ) { scene in
            let open = try allowed(
                scene, from: "app-7", "fd00:10:0:5::7", to: "2001:db8:203::9", port: 443,
                by: "team/allow/web-tls-v6", answer: "fd00:10:0:5::7")
            let shut = try denied(
                scene, from: "app-7", "fd00:10:0:5::7", to: "2001:db8:203::9", port: 8080, by: "default")
            return DemoObservation(
                observed: "443: \(open.observed); 8080: \(shut.observed)", log: shut.log, ok: open.ok && shut.ok)
        },
        DemoStep(
            title: "Hairpin: from inside to the public address",
            sent: "app-7: curl http://198.51.100.10/", expected: "404 of the default backend, through the DNAT rule"
        ) { scene in
            let start = Date()
            let answer = try scene.get("http://198.51.100.10/", from: "app-7")
            let record = try scene.record(since: start) { $0.isOf("10.0.5.7", to: "198.51.100.10", port: 80) }
            return DemoObservation(
                observed: answer.map { "\($0.status) \($0.body)" } ?? "no answer", log: record?.line ?? "",
                ok: answer?.status == 404 && record?["TranslatedIp"] == "10.0.4.4")
        },
        DemoStep(
            title: "Explain says beforehand what the kernel will do",
            sent: "moat explain 10.0.5.8 to 203.0.113.9:443/tcp",
            expected: "deny, by the rule that the log named above"
        ) { scene in
            let result = try scene.moat(["explain", "10.0.5.8", "to", "203.0.113.9:443/tcp"])
            let record = try scene.records(since: Date(timeIntervalSinceNow: -600)) {
                $0.isOf("10.0.5.8", to: "203.0.113.9", port: 443)
            }
            let verdict = result.output.split(separator: "\n").first.map(String.init) ?? result.error
            return DemoObservation(
                observed: verdict, log: record.last?.line ?? "",
                ok: result.status == 1 && result.output.contains("team/restrict/app-8-stays-in")
                    && record.last?.rule == "team/restrict/app-8-stays-in")
        },
    ]
}
