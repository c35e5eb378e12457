import MoatModel

/// What is needed of a node.
struct NodeEntry: Hashable, Sendable {
    /// Its first InternalIP that is IPv4; nil where it has none.
    let address: IPv4Address?
    /// Whether it gets new flows.
    let isEligible: Bool

    /// What keeps a node from load balancers, whatever the label's value.
    static let excludingLabel = "node.kubernetes.io/exclude-from-external-load-balancers"
    /// Set before the cluster autoscaler removes a node.
    static let deletionTaint = "ToBeDeletedByClusterAutoscaler"

    /// The rule is that of Kubernetes' service controller. A node that takes no new pods
    /// (`spec.unschedulable`) still takes traffic there, and so it does here.
    init(_ node: Node) {
        address = node.addresses(.internalIP).lazy.compactMap { IPv4Address($0) }.first
        isEligible =
            node.isReady && node.metadata.deletionTimestamp == nil
            && node.metadata.labels[Self.excludingLabel] == nil
            && !node.spec.taints.contains { $0.key == Self.deletionTaint }
    }
}
