import MoatModel
import MoatPolicy

/// One rule held against a flow, field by field. Whether source, destination and service
/// match is what the compiled policy says; only which half of the service failed is read off
/// the rule itself.
struct RuleComparison {
    let rule: CompiledRule
    let source: Bool
    let destination: Bool
    let protocolMatches: Bool
    let portMatches: Bool

    init(_ snapshot: Snapshot, ruleAt index: Int, _ flow: Flow) {
        rule = snapshot.rules[index]
        let matches = snapshot.matches(ruleAt: index, flow)
        source = matches.source
        destination = matches.destination
        let (protocols, ports) = Self.service(of: rule)
        let portMatches = !flow.ipProtocol.hasPorts || ports.contains { $0.contains(flow.destinationPort) }
        let hasAllPorts = ports.contains(.all)
        protocolMatches =
            matches.service
            || protocols.contains { ruleProtocol in
                switch ruleProtocol {
                case .tcp: flow.ipProtocol == .tcp
                case .udp: flow.ipProtocol == .udp
                case .icmp: flow.ipProtocol.isICMP
                case .any: flow.ipProtocol.hasPorts || hasAllPorts
                }
            }
        self.portMatches = matches.service || portMatches
    }

    private static func service(of rule: CompiledRule) -> ([RuleProtocol], [PortRange]) {
        switch rule.source {
        case .nat(let rule): (rule.ipProtocols, rule.destinationPorts)
        case .network(let rule): (rule.ipProtocols, rule.destinationPorts)
        }
    }

    /// The fields that do not match.
    var failed: [String] {
        [("source", source), ("destination", destination), ("protocol", protocolMatches), ("port", portMatches)]
            .filter { !$0.1 }.map(\.0)
    }

    /// `port ok, source 10.0.5.7 is not in 10.1.0.0/23`
    func text(_ flow: Flow) -> String {
        let good = ["source", "destination", "port"].filter { !failed.contains($0) }.prefix(2).map { "\($0) ok" }
        let bad = failed.map { field in
            switch field {
            case "source": "source \(flow.source) is not in \(Self.list(sources))"
            case "destination": "destination \(flow.destination) is not in \(Self.list(destinations))"
            case "protocol":
                "protocol \(flow.ipProtocol.description.lowercased()) is not \(Self.list(Self.service(of: rule).0.map { $0.rawValue.lowercased() }))"
            default:
                "port \(flow.destinationPort) is not in \(Self.list(Self.service(of: rule).1.map(\.description)))"
            }
        }
        return (good + bad).joined(separator: ", ")
    }

    private var sources: [String] {
        switch rule.source {
        case .nat(let rule): rule.sourceAddresses.map(\.description) + rule.sourceIpGroups
        case .network(let rule): rule.sourceAddresses.map(\.description) + rule.sourceIpGroups
        }
    }

    private var destinations: [String] {
        switch rule.source {
        case .nat(let rule): rule.destinationAddresses.map(\.description)
        case .network(let rule): rule.destinationAddresses.map(\.description) + rule.destinationIpGroups
        }
    }

    /// The first three, and how many more.
    static func list(_ items: [String]) -> String {
        switch items.count {
        case 0: "an empty list"
        case 1...3: items.joined(separator: ", ")
        default: items.prefix(3).joined(separator: ", ") + " and \(items.count - 3) more"
        }
    }

    /// The rule of a range of `snapshot.rules` that matches most fields, the first of equals;
    /// nil where none matches any.
    static func nearest(
        _ snapshot: Snapshot, _ range: Range<Int>, _ flow: Flow, where condition: (CompiledRule) -> Bool = { _ in true }
    ) -> RuleComparison? {
        var best: RuleComparison?
        for index in range where condition(snapshot.rules[index]) {
            let comparison = RuleComparison(snapshot, ruleAt: index, flow)
            if comparison.failed.count < best?.failed.count ?? 4 { best = comparison }
        }
        return best
    }
}
