/// Why a flow gets its verdict, and what would turn the verdict round: facts, each with the
/// sentence that states it.
public struct Explanation: Hashable, Sendable, Codable {
    /// `10.0.5.7:49152 -> 203.0.113.9:443/tcp`
    public var flow: String
    /// `private` or `public`: where it comes from.
    public var side: String
    /// `allow` or `deny`
    public var verdict: String
    /// `dnat`, `network` or `default`
    public var tier: String
    /// What decided, in words.
    public var reason: String
    public var rule: RuleReference?
    public var firewall: String
    public var policy: String
    /// The version of the configuration and since when it is in force; for whoever knows it
    /// to fill in.
    public var version: String?
    public var route: RouteFinding
    public var dnat: PassFinding
    public var network: PassFinding
    /// Nil where the flow is denied.
    public var sourceNAT: SourceNATFinding?
    /// What would turn the verdict round; each one alone is enough.
    public var changes: [ProposedChange]
    /// Why there is no such change, where there is none.
    public var note: String?

    public var isAllowed: Bool { verdict == "allow" }

    /// The explanation in lines, the verdict first.
    public var text: String {
        var lines: [(String, String)] = [
            ("route", (route.reachesFirewall ? "" : "! ") + route.text), ("dnat", dnat.text), ("network", network.text),
        ]
        if let sourceNAT { lines.append(("snat", sourceNAT.text)) }
        let width = 15
        let head = "\(verdict.uppercased().padded(to: 7))\(tier): \(reason)"
        var text = "\(head.padded(to: 54))  policy \(policy)\(version.map { ", \($0)" } ?? "")\n"
        text += "  \("flow".padded(to: width))\(flow), from the \(side) side of \(firewall)\n"
        for line in lines {
            text += "  \(line.0.padded(to: width))\(line.1)\n"
        }
        if let note { text += "\(note)\n" }
        guard !changes.isEmpty else { return text }
        text += "What would \(isAllowed ? "deny" : "allow") it:\n"
        for (index, change) in changes.enumerated() {
            text += "  \(index == 0 ? "" : "or ")\(change.text)\n"
        }
        return text
    }
}

extension String {
    /// Spaces up to a width in characters.
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
