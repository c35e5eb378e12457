/// What is observed of a node.
public struct NodeStatus: ZeroValue, Sendable {
    @ZeroIfAbsent public var addresses: [NodeAddress]
    @ZeroIfAbsent public var conditions: [NodeCondition]

    public init() {}

    public init(addresses: [NodeAddress] = [], conditions: [NodeCondition] = []) {
        self.addresses = addresses
        self.conditions = conditions
    }
}
