public import MoatModel

/// A compiled policy: immutable, shared by every thread that judges.
public final class Snapshot: Sendable {
    public let firewallName: String
    /// The firewall's own policy, the last of the chain of base policies.
    public let policyName: String
    /// The firewall's public addresses, in the order of its ipConfigurations.
    public let publicAddresses: [IPv4Address]
    public let privateAddress: IPv4Address
    /// The prefixes of the virtual network that the firewall is in: what is on its private
    /// side.
    public let localPrefixes: [IPPrefix]
    /// The DNAT rules and then the network rules, each in the order in which they are judged.
    public let rules: [CompiledRule]

    let natRules: [CompiledRule]
    let networkRules: [CompiledRule]
    let natClassifier: Classifier
    let networkClassifier: Classifier
    let sourceTranslation: SourceTranslation
    let inboundSnat: Bool
    let networkRulesCanDenyDnat: Bool
    /// Every address of the firewall itself, of both families.
    let ownAddresses: Set<IPAddress>

    init(_ parts: SnapshotCompiler.Parts) {
        firewallName = parts.firewall.name
        policyName = parts.firewall.firewallPolicy
        publicAddresses = parts.publicAddresses
        privateAddress = parts.privateAddress
        localPrefixes = parts.localPrefixes
        natRules = parts.nat.map(\.rule)
        networkRules = parts.network.map(\.rule)
        rules = natRules + networkRules
        natClassifier = Classifier(parts.nat.map(\.spans))
        networkClassifier = Classifier(parts.network.map(\.spans))
        sourceTranslation = SourceTranslation(
            privateRanges: parts.privateRanges, localPrefixes: parts.localPrefixes,
            publicAddresses: parts.publicAddresses.count)
        inboundSnat = parts.inboundSnat
        networkRulesCanDenyDnat = parts.networkRulesCanDenyDnat
        ownAddresses = Set(parts.publicAddresses.map(IPAddress.v4) + parts.privateAddresses)
    }

    /// Compiles the policy of a firewall.
    /// - Parameters:
    ///   - firewall: its name
    ///   - resources: what it and its policy refer to, already validated
    ///   - serviceTags: the prefixes of service tags; nil where none were loaded
    ///   - numbering: gives rules their numbers, and new ones to new rules
    public static func compile(
        firewall: String, resources: ResourceSet, serviceTags: (any ServiceTagSource)?,
        numbering: inout RuleNumbering
    ) throws(CompileError) -> Snapshot {
        var compiler = SnapshotCompiler(resources: resources, serviceTags: serviceTags, numbering: numbering)
        let parts = try compiler.parts(of: firewall)
        numbering = compiler.numbering
        return Snapshot(parts)
    }

    /// The DNAT rules' numbers and targets: what the kernel has to know.
    public var natTargets: [(number: UInt32, translation: Decision.Translation)] {
        natRules.compactMap { rule in rule.translation.map { (rule.identity.number, $0) } }
    }

    /// The places of the DNAT rules in `rules`.
    public var natRuleRange: Range<Int> {
        0..<natRules.count
    }

    /// The places of the network rules in `rules`.
    public var networkRuleRange: Range<Int> {
        natRules.count..<rules.count
    }

    /// Whether network rules may deny what a DNAT rule translates.
    public var vetoesDNAT: Bool {
        networkRulesCanDenyDnat
    }

    /// Whether an address is the firewall's own on its private side, of either family.
    public func isPrivateAddress(_ address: IPAddress) -> Bool {
        ownAddresses.contains(address) && !publicAddresses.contains { .v4($0) == address }
    }

    /// Which dimensions of a rule match a flow: what `evaluate` itself goes by.
    /// - Parameter index: its place in `rules`
    public func matches(ruleAt index: Int, _ flow: Flow) -> (source: Bool, destination: Bool, service: Bool) {
        index < natRules.count
            ? natClassifier.matches(index, flow) : networkClassifier.matches(index - natRules.count, flow)
    }

    /// The snapshot of a firewall that is not defined yet: no rules, no addresses, everything
    /// is denied.
    public static let denyingAll = Snapshot(
        SnapshotCompiler.Parts(
            firewall: Firewall(name: "", ipConfigurations: [], firewallPolicy: ""), publicAddresses: [],
            privateAddress: IPv4Address(rawValue: 0), privateAddresses: [], localPrefixes: [], privateRanges: [],
            inboundSnat: false, networkRulesCanDenyDnat: false, nat: [], network: []))
}
