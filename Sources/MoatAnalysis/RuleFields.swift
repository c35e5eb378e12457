import MoatModel
import MoatPolicy

/// The fields of a rule of any kind, for words; what matches is asked of the snapshot.
struct RuleFields {
    var sources: [String]
    var destinations: [String]
    var ipProtocols: [RuleProtocol]
    var ports: [PortRange]

    /// How many entries of a list are shown.
    private static let limit = 3

    init(_ rule: CompiledRule) {
        switch rule.source {
        case .nat(let rule):
            sources = rule.sourceAddresses.map(\.description) + rule.sourceIpGroups.map { "group \($0)" }
            destinations = rule.destinationAddresses.map(\.description)
            ipProtocols = rule.ipProtocols
            ports = rule.destinationPorts
        case .network(let rule):
            sources = rule.sourceAddresses.map(\.description) + rule.sourceIpGroups.map { "group \($0)" }
            destinations =
                rule.destinationAddresses.map(\.description) + rule.destinationIpGroups.map { "group \($0)" }
                + rule.destinationFqdns
            ipProtocols = rule.ipProtocols
            ports = rule.destinationPorts
        case .application(let rule):
            sources = rule.sourceAddresses.map(\.description) + rule.sourceIpGroups.map { "group \($0)" }
            destinations = rule.destinationAddresses.map(\.description)
            ipProtocols = [.tcp]
            ports = rule.protocols.map { PortRange($0.port) }
        }
    }

    /// Each field beside the flow's, those that match first.
    func findings(_ match: FieldMatch, _ flow: Flow) -> [FieldFinding] {
        var findings = [
            address(.source, match.source, flow.source, sources),
            address(.destination, match.destination, flow.destination, destinations),
        ]
        findings += match.service ? [serviceMatches(flow)] : serviceMisses(flow)
        return findings.filter(\.matches) + findings.filter { !$0.matches }
    }

    private func address(
        _ field: FieldFinding.Field, _ matches: Bool, _ address: IPAddress, _ wanted: [String]
    ) -> FieldFinding {
        let text =
            if matches {
                "\(field.rawValue) ok"
            } else if wanted.isEmpty {
                "it lists no \(field.rawValue)"
            } else {
                "\(field.rawValue) \(address) is not \(Self.isSingle(wanted) ? "" : "in ")\(Self.list(wanted))"
            }
        return FieldFinding(field: field, matches: matches, text: text)
    }

    private func serviceMatches(_ flow: Flow) -> FieldFinding {
        let field: FieldFinding.Field = flow.ipProtocol.hasPorts ? .port : .ipProtocol
        return FieldFinding(field: field, matches: true, text: "\(field.rawValue) ok")
    }

    /// The service as a whole does not match, so of protocol and port at least one is amiss.
    private func serviceMisses(_ flow: Flow) -> [FieldFinding] {
        let names = ipProtocols.map(\.rawValue)
        let listsProtocol: Bool =
            switch flow.ipProtocol {
            case .tcp: ipProtocols.contains(.tcp) || ipProtocols.contains(.any)
            case .udp: ipProtocols.contains(.udp) || ipProtocols.contains(.any)
            default: false
            }
        var findings: [FieldFinding] = []
        if !listsProtocol {
            let anyWithPort = ipProtocols.contains(.any) ? ", as Any with a port means TCP and UDP" : ""
            findings.append(
                FieldFinding(
                    field: .ipProtocol, matches: false,
                    text: "protocol \(FlowText.name(of: flow).uppercased()) is not \(Self.list(names))\(anyWithPort)"))
        }
        if flow.ipProtocol.hasPorts {
            let listsPort = ports.contains { $0.contains(flow.destinationPort) }
            findings.append(
                FieldFinding(
                    field: .port, matches: listsPort,
                    text: listsPort
                        ? "port ok" : "port \(flow.destinationPort) is not \(Self.list(ports.map(\.description)))"))
        }
        return findings
    }

    /// What the rule would match through one more value of a field: `10.0.4.4 -> *:443/tcp`.
    func text(replacing field: FieldFinding.Field, with value: String) -> String {
        let names = field == .ipProtocol ? [value] : ipProtocols.map(\.rawValue)
        let sources = field == .source ? [value] : sources
        let destinations = field == .destination ? [value] : destinations
        let ports = field == .port ? [value] : ports.map(\.description)
        let port = names == [RuleProtocol.icmp.rawValue] ? "" : ":\(Self.joined(ports))"
        let hasIPv6 = destinations.contains { $0.contains(":") }
        let joined = Self.joined(destinations)
        let target = hasIPv6 && !port.isEmpty ? "[\(joined)]" : joined
        return "\(Self.joined(sources)) -> \(target)\(port)/\(names.joined(separator: ",").lowercased())"
    }

    /// `a,b,c,+7`
    private static func joined(_ items: [String]) -> String {
        items.prefix(limit).joined(separator: ",") + (items.count > limit ? ",+\(items.count - limit)" : "")
    }

    private static func isSingle(_ items: [String]) -> Bool {
        items.count == 1 && IPAddress(items[0]) != nil
    }

    /// `a`, `a or b`, `a, b or c`, `a, b, c or 7 more`
    static func list(_ items: [String]) -> String {
        let shown = items.count > limit ? items.prefix(limit) + ["\(items.count - limit) more"] : items[...]
        guard let last = shown.last, shown.count > 1 else { return items.first ?? "nothing" }
        return "\(shown.dropLast().joined(separator: ", ")) or \(last)"
    }
}
