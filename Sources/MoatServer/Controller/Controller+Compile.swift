import MoatModel
import MoatPolicy

/// A configuration that was found to be good, ready to be put in force.
struct Compiled {
    var snapshot: Snapshot
    /// The numbering with the numbers of the rules that are new.
    var numbering: RuleNumbering
    /// False where no resource defines the firewall: then the snapshot denies everything.
    var isDefined: Bool
}

extension Controller {
    /// Checks a whole configuration and compiles what the firewall is to do.
    ///
    /// - Throws: `APIError` with every issue.
    func compile(_ resources: ResourceSet, assuming assumed: Set<ResourceKey> = []) throws -> Compiled {
        try refuse(resources.issues(assuming: assumed, serviceTags: serviceTags, fqdnTags: fqdnTags))
        var numbering = numbering
        guard resources.firewalls[firewall] != nil else {
            return Compiled(snapshot: .denyingAll, numbering: numbering, isDefined: false)
        }
        do {
            let snapshot = try Snapshot.compile(
                firewall: firewall, resources: resources, serviceTags: serviceTags, fqdnTags: fqdnTags,
                numbering: &numbering)
            return Compiled(snapshot: snapshot, numbering: numbering, isDefined: true)
        } catch {
            try refuse([ManifestIssue(message: "\(error)")])
            throw error
        }
    }

    /// What of a configuration does not do what it says, in a sentence or two; nil where
    /// nothing is to be said.
    func notice(isDefined: Bool, _ resources: ResourceSet) -> String? {
        guard isDefined else { return "Firewall \(firewall) is not defined yet; everything is denied." }
        var idle: [String] = []
        for policy in resources.firewallPolicies.values.sorted(by: { $0.name < $1.name }) {
            if !resources.threatIntelFeeds.isEmpty || policy.threatDetection != .init() { continue }
            if policy.threatIntelMode == .deny { idle.append("threatIntelMode of \(policy.name)") }
            if policy.threatIntelWhitelist != .init() { idle.append("threatIntelWhitelist of \(policy.name)") }
        }
        return idle.isEmpty
            ? nil
            : "Without effect yet, since there is no ThreatIntelFeed: \(idle.joined(separator: ", "))."
    }
}
