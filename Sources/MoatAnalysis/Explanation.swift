/// Why a flow gets its verdict, and what would turn the verdict round: facts, each with the
/// sentence that states it.
public struct Explanation: Hashable, Sendable, Codable {
    /// `10.0.5.7:49152 -> 203.0.113.9:443/tcp`
    public var flow: String
    /// `private` or `public`: where it comes from.
    public var side: String
    /// Where the name that was asked for is, and how that is known; nil for a flow to an address.
    public var name: String?
    /// `allow`, `deny`, or `proxy` where the name decides and none was given.
    public var verdict: String
    /// `threatIntel`, `dnat`, `network`, `application`, `dns` or `default`
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
    public var threatIntel: ThreatFinding
    public var dnat: PassFinding
    public var network: PassFinding
    /// Nil where no application rule could ever have a say.
    public var application: PassFinding?
    /// Nil where the flow is denied.
    public var sourceNAT: SourceNATFinding?
    /// Where the flow is allowed and its answer does not come back through the firewall: the
    /// way that it takes.
    public var wayBack: RouteFinding?
    /// What would turn the verdict round; each one alone is enough.
    public var changes: [ProposedChange]
    /// Why there is no such change, where there is none.
    public var note: String?

    public var isAllowed: Bool { verdict == "allow" }

    /// What each stage that the flow passes says, in order.
    var stages: [(name: String, text: String)] {
        var stages = name.map { [("name", $0)] } ?? []
        stages += [
            ("route", (route.reachesFirewall ? "" : "! ") + route.text),
            ("threat intel", (threatIntel.action == nil ? "" : "! ") + threatIntel.text), ("dnat", dnat.text),
            ("network", network.text),
        ]
        if let application { stages.append(("application", application.text)) }
        if let sourceNAT { stages.append(("snat", sourceNAT.text)) }
        if let wayBack { stages.append(("way back", "! " + wayBack.text)) }
        return stages
    }

    /// The explanation in lines, the verdict first.
    public var text: String {
        let head = "\(verdict.uppercased().padded(to: 7))\(tier): \(reason)"
        let inForce = ([policy.isEmpty ? "no policy" : "policy \(policy)"] + [version].compactMap { $0 })
        var lines = ["\(head.padded(to: 54))  \(inForce.joined(separator: ", "))"]
        let flowStage = ("flow", "\(flow), from the \(side) side of \(firewall)")
        lines += ([flowStage] + stages).map { "  \($0.0.padded(to: 15))\($0.1)" }
        if let note { lines.append(note) }
        if !changes.isEmpty { lines.append("What would \(isAllowed ? "deny" : "allow") it:") }
        lines += changes.enumerated().map { "  \($0.offset == 0 ? "" : "or ")\($0.element.text)" }
        return lines.joined(separator: "\n")
    }
}

extension String {
    /// Spaces up to a width in characters.
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
