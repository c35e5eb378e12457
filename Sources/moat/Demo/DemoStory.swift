import Foundation
import MoatLab
import MoatModel

/// The story that `make demo` tells of the reference topology: who can get in, what can get
/// out, and what happened.
enum DemoStory {
    static let steps: [DemoStep] = [
        DemoStep(
            title: "In: a client reaches the cluster through the public address",
            sent: "client: curl http://198.51.100.10/",
            expected: "404 of the default backend at 10.0.4.4, which sees the client's own address"
        ) { scene in
            let start = Date()
            let answer = try scene.get("http://198.51.100.10/", from: "client")
            let record = try scene.record(since: start) { $0.isOf("203.0.113.50", to: "198.51.100.10", port: 80) }
            return DemoObservation(
                observed: answer.map { "\($0.status) \($0.body)" } ?? "no answer", log: record?.line ?? "",
                ok: answer?.status == 404 && answer?.body.contains("203.0.113.50") == true
                    && record?["TranslatedIp"] == "10.0.4.4" && record?.rule == "edge/inbound/web")
        },
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
            sent: "app-7: connect 203.0.113.9:80", expected: "no answer; denied by default"
        ) { scene in
            try denied(scene, from: "app-7", "10.0.5.7", to: "203.0.113.9", port: 80, by: "default")
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
            sent: "app-7: connect [2001:db8:203::9]:443, then :80",
            expected: "443 answers (team/allow/web-tls-v6), 80 is denied by default"
        ) { scene in
            let open = try allowed(
                scene, from: "app-7", "fd00:10:0:5::7", to: "2001:db8:203::9", port: 443,
                by: "team/allow/web-tls-v6", answer: "fd00:10:0:5::7")
            let shut = try denied(
                scene, from: "app-7", "fd00:10:0:5::7", to: "2001:db8:203::9", port: 80, by: "default")
            return DemoObservation(
                observed: "443: \(open.observed); 80: \(shut.observed)", log: shut.log, ok: open.ok && shut.ok)
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
        DemoStep(
            title: "A rule changes under live traffic: allow",
            sent: "moat apply -f demo/echo-allowed.yaml; app-7: connect 203.0.113.9:7",
            expected: "the new rule is in force at once; the echo answers"
        ) { scene in
            let summary = try scene.apply("echo-allowed.yaml")
            let start = Date()
            let probe = try TCPProbe(from: scene.host("app-7"), to: scene.address("203.0.113.9"), port: 7)
            probe.send("hello\n")
            let echo = probe.receive() ?? ""
            let record = try scene.record(since: start) { $0.isOf("10.0.5.7", to: "203.0.113.9", port: 7) }
            return DemoObservation(
                observed: "\(firstLine(summary)); echo \(echo.isEmpty ? "silent" : "answers")",
                log: record?.line ?? "", ok: echo == "hello\n" && record?.rule == "demo/echo/echo")
        },
        DemoStep(
            title: "A rule changes under live traffic: deny",
            sent: "app-7: a live connection to 203.0.113.9:7; moat apply -f demo/echo-denied.yaml; both go on",
            expected: "the live flow is cut within a second, a new one is denied by demo/echo/echo"
        ) { scene in
            let live = try TCPProbe(from: scene.host("app-7"), to: scene.address("203.0.113.9"), port: 7)
            live.send("before\n")
            let before = live.receive() ?? ""
            let summary = try scene.apply("echo-denied.yaml")
            live.send("after\n")
            let after = live.receive(within: .seconds(1)) ?? ""
            let new = try denied(scene, from: "app-7", "10.0.5.7", to: "203.0.113.9", port: 7, by: "demo/echo/echo")
            return DemoObservation(
                observed:
                    "\(firstLine(summary)); live flow: \(before.isEmpty ? "silent" : "answered") before, \(after.isEmpty ? "silent" : "answered") after; new flow: \(new.observed)",
                log: new.log, ok: before == "before\n" && after.isEmpty && new.ok)
        },
        DemoStep(
            title: "Rollback brings the earlier version back",
            sent: "moat rollback to the version with demo/echo-allowed.yaml; app-7: connect 203.0.113.9:7",
            expected: "allowed again by demo/echo/echo"
        ) { scene in
            let history = try scene.moat(["history", "--output", "json"])
            let version = try DemoHistory.versionBeforeLast(history.output)
            let result = try scene.moat(["rollback", "\(version)"])
            guard result.status == 0 else { throw DemoError("moat rollback \(version): \(result.error)") }
            let start = Date()
            let probe = try TCPProbe(from: scene.host("app-7"), to: scene.address("203.0.113.9"), port: 7)
            probe.send("again\n")
            let echo = probe.receive() ?? ""
            let record = try scene.record(since: start) { $0.isOf("10.0.5.7", to: "203.0.113.9", port: 7) }
            return DemoObservation(
                observed: "\(firstLine(result.output)); echo \(echo.isEmpty ? "silent" : "answers")",
                log: record?.line ?? "", ok: echo == "again\n" && record?["Action"] == "Allow")
        },
        DemoStep(
            title: "Without its route table the subnet has no way out",
            sent: "moat delete RouteTable aks-5-routes; app-7: connect 203.0.113.9:443",
            expected: "no route, and no record: the flow never reaches the firewall"
        ) { scene in
            let result = try scene.moat(["delete", "RouteTable", "aks-5-routes"])
            guard result.status == 0 else { throw DemoError("moat delete: \(result.error)") }
            var outcome: Result<String, TCPProbe.Failure> = .success("")
            var start = Date()
            // The fabric follows the configuration within a second.
            for _ in 0..<20 {
                start = Date()
                outcome = try scene.talk(from: "app-7", to: "203.0.113.9", port: 443)
                if case .failure = outcome { break }
                Thread.sleep(forTimeInterval: 0.2)
            }
            Thread.sleep(forTimeInterval: 0.5)
            let records = try scene.records(since: start) { $0.isOf("10.0.5.7", to: "203.0.113.9", port: 443) }
            return DemoObservation(
                observed: "\(text(outcome)); \(records.count) records", log: records.last?.line ?? "",
                ok: outcome == .failure(.unreachable) && records.isEmpty)
        },
        DemoStep(
            title: "With the route table back, traffic passes the firewall again",
            sent: "moat apply -f resources/network.yaml; app-7: connect 203.0.113.9:443",
            expected: "allowed by team/allow/web-tls"
        ) { scene in
            _ = try scene.apply("../resources/network.yaml")
            var observation = DemoObservation(observed: "", log: "", ok: false)
            for _ in 0..<10 where !observation.ok {
                observation = try allowed(
                    scene, from: "app-7", "10.0.5.7", to: "203.0.113.9", port: 443, by: "team/allow/web-tls",
                    answer: "198.51.100.10")
            }
            return observation
        },
    ]

    private static func firstLine(_ text: String) -> String {
        let line = text.split(separator: "\n").first.map(String.init) ?? ""
        return line.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
    }

    private static func text(_ outcome: Result<String, TCPProbe.Failure>) -> String {
        switch outcome {
        case .success(let text): text.isEmpty ? "connected" : text
        case .failure(let failure): "\(failure)"
        }
    }

    private static func allowed(
        _ scene: DemoScene, from host: String, _ source: String, to destination: String, port: UInt16,
        by rule: String, answer: String
    ) throws -> DemoObservation {
        let start = Date()
        let outcome = try scene.talk(from: host, to: destination, port: port)
        let record = try scene.record(since: start) { $0.isOf(source, to: destination, port: port) }
        let isAnswered = if case .success(let text) = outcome { text.contains(answer) } else { false }
        return DemoObservation(
            observed: text(outcome), log: record?.line ?? "",
            ok: isAnswered && record?["Action"] == "Allow" && record?.rule == rule)
    }

    private static func denied(
        _ scene: DemoScene, from host: String, _ source: String, to destination: String, port: UInt16,
        by rule: String
    ) throws -> DemoObservation {
        let start = Date()
        let outcome = try scene.talk(from: host, to: destination, port: port)
        let record = try scene.record(since: start) { $0.isOf(source, to: destination, port: port) }
        return DemoObservation(
            observed: text(outcome), log: record?.line ?? "",
            ok: outcome == .failure(.timedOut) && record?["Action"] == "Deny" && record?.rule == rule
                && (rule != "default" || record?["ActionReason"] == "Default Action"))
    }
}
