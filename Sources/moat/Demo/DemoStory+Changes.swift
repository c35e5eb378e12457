import Foundation
import MoatLab
import MoatModel

extension DemoStory {
    /// Changes under live traffic, and the way back.
    static let changes: [DemoStep] = [
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
            sent:
                "moat apply -f resources/network.yaml; app-7: connect 203.0.113.9:443; moat delete rcg aks-egress/demo",
            expected: "allowed by team/allow/web-tls; what the story added is gone"
        ) { scene in
            _ = try scene.apply("../resources/network.yaml")
            var observation = DemoObservation(observed: "", log: "", ok: false)
            for _ in 0..<10 where !observation.ok {
                observation = try allowed(
                    scene, from: "app-7", "10.0.5.7", to: "203.0.113.9", port: 443, by: "team/allow/web-tls",
                    answer: "198.51.100.10")
            }
            let result = try scene.moat(["delete", "rcg", "aks-egress/demo"])
            guard result.status == 0 else { throw DemoError("moat delete rcg aks-egress/demo: \(result.error)") }
            return observation
        },
    ]
}
