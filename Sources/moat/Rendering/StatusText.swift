import Foundation
import MoatGateway
import MoatServer

/// How the daemon is: the firewall first, then what it is made of, then what was lost.
struct StatusText {
    let report: StatusReport
    var style: Style = .plain
    var now = Date()
    var timeZone = TimeZone.current

    var text: String {
        ([headline] + facts.map(line) + notes).joined(separator: "\n")
    }

    private var headline: String {
        let name = style("firewall \(report.firewall)", .bold)
        guard report.isDefined, let policy = report.policy else {
            return "\(name)   version \(report.version); not defined yet, everything is denied"
        }
        return "\(name)   policy \(policy), version \(report.version), in force since "
            + Humanized.time(report.since, in: timeZone)
    }

    private var facts: [(name: String, value: String)] {
        let gateway = report.gateway
        let resources = report.resources.sorted { $0.key < $1.key }.map { "\(Humanized.count($0.value)) \($0.key)" }
        return [
            ("rules", Humanized.count(report.rules)),
            ("resources", resources.isEmpty ? "none" : resources.joined(separator: ", ")),
            ("interfaces", "public \(gateway.publicInterface), private \(gateway.privateInterface)"),
            ("queues", "\(gateway.queuesPerSide) per side, by \(gateway.queueRule)"),
            ("judged", "\(Humanized.count(gateway.judged)) packets"),
            ("proxied", counted(gateway.proxiedConnections, "connection", "connections")),
            ("dns", dns),
            ("names", names),
            ("lost", losses),
            (
                "daemon",
                "process \(report.processIdentifier), up \(Humanized.duration(seconds: now.timeIntervalSince(report.startedAt)))"
            ),
        ]
    }

    private var dns: String {
        guard let names = report.gateway.names else { return "off" }
        let listening =
            names.listening.isEmpty ? "proxy off" : "answers at \(names.listening.joined(separator: ", "))"
        let servers = names.servers.map { server in
            server.isHealthy ? server.address : style("\(server.address) (\(server.lastError ?? "no answer"))", .yellow)
        }
        return "\(listening); asks \(servers.isEmpty ? "nobody" : servers.joined(separator: ", "))"
    }

    private var names: String {
        guard let names = report.gateway.names else { return "none" }
        return
            "\(counted(names.learnedAddresses, "address", "addresses")) of \(counted(names.learnedNames, "name", "names")) in network rules; \(counted(names.queries, "query", "queries")), \(Humanized.count(names.answeredFromCache)) from the cache"
    }

    private func counted(_ number: some BinaryInteger, _ one: String, _ many: String) -> String {
        "\(Humanized.count(number)) \(number == 1 ? one : many)"
    }

    private var losses: String {
        let losses = report.gateway.losses.filter { $0.value > 0 }.sorted { $0.key < $1.key }
        guard !losses.isEmpty else { return "nothing" }
        return style(losses.map { "\(Humanized.count($0.value)) \($0.key)" }.joined(separator: "; "), .yellow)
    }

    private func line(_ fact: (name: String, value: String)) -> String {
        "  " + fact.name + String(repeating: " ", count: 13 - fact.name.count) + fact.value
    }

    private var notes: [String] {
        var notes = report.notice.map { [style($0, .yellow)] } ?? []
        if let pending = report.pending {
            let left = Humanized.duration(seconds: max(pending.deadline.timeIntervalSince(now), 0))
            notes.append(
                style(
                    "Version \(pending.version) waits for `moat confirm`; in \(left) version \(pending.previous) comes back.",
                    .yellow))
        }
        return notes
    }
}
