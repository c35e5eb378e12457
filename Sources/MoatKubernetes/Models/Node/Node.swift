/// A machine that pods run on (core/v1).
public struct Node: KubernetesObject {
    public static let apiVersion = "v1"
    public static let kind = "Node"
    public static let plural = "nodes"
    public static let isNamespaced = false

    public var metadata: ObjectMeta
    @ZeroIfAbsent public var spec: NodeSpec
    @ZeroIfAbsent public var status: NodeStatus

    public init(metadata: ObjectMeta = ObjectMeta(), spec: NodeSpec = NodeSpec(), status: NodeStatus = NodeStatus()) {
        self.metadata = metadata
        self.spec = spec
        self.status = status
    }
}

extension Node {
    /// Whether the kubelet says that the node is ready. No word counts as no.
    public var isReady: Bool { status.conditions.contains { $0.type == "Ready" && $0.status == .true } }

    /// The addresses of a type, in the order in which the node gives them.
    public func addresses(_ type: NodeAddressType) -> [String] {
        status.addresses.filter { $0.type == type }.map(\.address)
    }
}
