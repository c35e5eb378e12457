/// An address of a node.
public struct NodeAddress: Codable, Hashable, Sendable {
    public var type: NodeAddressType
    @ZeroIfAbsent public var address: String

    public init(type: NodeAddressType, address: String = "") {
        self.type = type
        self.address = address
    }
}
