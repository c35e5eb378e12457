import MoatModel

/// The lines that `ip -batch` reads to set a machine up. No line passes through a shell.
enum IPBatch {
    /// Bridges, and the cables whose near end is here. The far ends appear in their own
    /// namespaces at once: nothing ever is in the host's own.
    static func links(of node: LabNode, _ cables: [LabCable]) -> [String] {
        let bridges = node.bridges.map { "link add \($0) type bridge stp_state 0 forward_delay 0 mcast_snooping 0" }
        let veths = cables.filter { $0.near.namespace == node.namespace }.map { cable in
            "link add \(cable.near.interface) type veth"
                + " peer name \(cable.far.interface) netns \(cable.far.namespace)"
        }
        return bridges + veths
    }

    /// Everything else, in the order in which the kernel wants it: interfaces up, then
    /// addresses, then routes through them.
    static func settings(of node: LabNode, _ cables: [LabCable]) -> [String] {
        let ends = cables.compactMap { $0.end(in: node.namespace) }
        var lines: [String] = []
        for end in ends {
            if let bridge = end.bridge { lines.append("link set \(end.interface) master \(bridge)") }
        }
        lines += (["lo"] + node.bridges + ends.map(\.interface)).map { "link set \($0) up" }
        lines += node.addresses.map { assignment in
            let nodad = assignment.address.address.family == .ipv6 ? " nodad" : ""
            return "address add \(assignment.address) dev \(assignment.interface)\(nodad)"
        }
        lines += node.routes.map { "route replace \($0.words.joined(separator: " "))" }.sorted()
        return lines
    }

    /// `ip` takes the family of a rule from its own options alone, hence a batch for each.
    static func rules(of node: LabNode, _ family: IPAddress.Family) -> [String] {
        node.rules.filter { $0.family == family }.map { rule in
            "rule add iif \(rule.interface) lookup \(rule.table) priority \(rule.table)"
        }
    }
}
