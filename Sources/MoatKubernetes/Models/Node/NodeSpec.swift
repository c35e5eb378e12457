/// What is wished of a node.
public struct NodeSpec: ZeroValue, Sendable {
    public var providerID: String?
    @ZeroIfAbsent public var podCIDRs: [String]
    @ZeroIfAbsent public var unschedulable: Bool
    @ZeroIfAbsent public var taints: [Taint]

    public init() {}

    public init(
        providerID: String? = nil, podCIDRs: [String] = [], unschedulable: Bool = false, taints: [Taint] = []
    ) {
        self.providerID = providerID
        self.podCIDRs = podCIDRs
        self.unschedulable = unschedulable
        self.taints = taints
    }
}
