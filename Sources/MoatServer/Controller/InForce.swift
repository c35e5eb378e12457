import Foundation
import MoatModel
import MoatPolicy

/// What the gate works with now, and where it came from.
struct InForce: Sendable {
    var version: Int
    var since: Date
    var resources: ResourceSet
    /// The resources as they are stored.
    var documents: [ResourceKey: Data]
    var snapshot: Snapshot
    /// False where no resource defines the firewall: then the snapshot denies everything.
    var isDefined: Bool
}
