import Foundation
import MoatModel

/// What the configuration would be after a change.
struct Candidate: Sendable {
    /// The whole configuration.
    var resources: ResourceSet
    /// The same, as it is stored.
    var documents: [ResourceKey: Data]
    /// What the store is told.
    var content: StateStore.Content
    /// The resources that differ from what is in force.
    var changedKeys: Set<ResourceKey>
}
