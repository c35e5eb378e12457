/// Which objects of a kind are meant.
public struct Selection: Hashable, Sendable {
    /// Those of one namespace; nil for all.
    public var namespace: String?
    /// As `app=front,tier in (a, b)`.
    public var labelSelector: String?
    /// As `metadata.name=front`.
    public var fieldSelector: String?

    public init(namespace: String? = nil, labelSelector: String? = nil, fieldSelector: String? = nil) {
        self.namespace = namespace
        self.labelSelector = labelSelector
        self.fieldSelector = fieldSelector
    }

    /// All of the cluster.
    public static let all = Selection()

    var query: [KubernetesRequest.Parameter] {
        [labelSelector.map { .init("labelSelector", $0) }, fieldSelector.map { .init("fieldSelector", $0) }]
            .compactMap { $0 }
    }
}
