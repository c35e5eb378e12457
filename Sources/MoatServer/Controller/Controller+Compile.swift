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
        try refuse(resources.issues(assuming: assumed, serviceTags: serviceTags))
        var numbering = numbering
        guard resources.firewalls[firewall] != nil else {
            return Compiled(snapshot: .denyingAll, numbering: numbering, isDefined: false)
        }
        do {
            let snapshot = try Snapshot.compile(
                firewall: firewall, resources: resources, serviceTags: serviceTags, numbering: &numbering)
            return Compiled(snapshot: snapshot, numbering: numbering, isDefined: true)
        } catch {
            try refuse([ManifestIssue(message: "\(error)")])
            throw error
        }
    }

    func notice(isDefined: Bool) -> String? {
        isDefined ? nil : "Firewall \(firewall) is not defined yet; everything is denied."
    }
}
