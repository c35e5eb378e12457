import MoatModel

/// The parts of a rule in words.
enum RuleText {
    private static let listLimit = 3

    static func match(
        sources: [String], destinations: [String], protocols: [RuleProtocol], ports: [PortRange]
    ) -> String {
        var destination = list(destinations)
        if protocols.contains(where: { $0 != .icmp }), !(protocols == [.any] && ports.contains(.all)) {
            if destinations.contains(where: { $0.contains(":") && !$0.hasPrefix("group:") }) {
                destination = "[\(destination)]"
            }
            destination += ":" + list(ports.map(\.description))
        }
        return "\(list(sources)) -> \(destination)/\(list(protocols.map { $0.rawValue.lowercased() }))"
    }

    static func match(_ rule: ApplicationRule) -> String {
        let names = rule.targetFqdns.map(\.description) + rule.fqdnTags.map { "tag:\($0)" }
        var targets = list(names)
        if !rule.destinationAddresses.isEmpty {
            targets += " at \(list(rule.destinationAddresses.map(\.description)))"
        }
        let protocols = rule.protocols.map { "\($0.protocolType.rawValue.lowercased()):\($0.port)" }
        return "\(list(addresses(rule.sourceAddresses, groups: rule.sourceIpGroups))) -> \(targets) \(list(protocols))"
    }

    static func addresses(_ addresses: [AddressSpecifier], groups: [String]) -> [String] {
        addresses.map(\.description) + groups.map { "group:\($0)" }
    }

    private static func list(_ items: [String]) -> String {
        if items.isEmpty { return "nothing" }
        let shown = items.prefix(listLimit).joined(separator: ",")
        return items.count > listLimit ? "\(shown),+\(items.count - listLimit)" : shown
    }
}
