/// The object that another belongs to and is deleted with.
public struct OwnerReference: Codable, Hashable, Sendable {
    @ZeroIfAbsent public var apiVersion: String
    @ZeroIfAbsent public var kind: String
    @ZeroIfAbsent public var name: String
    @ZeroIfAbsent public var uid: String
    public var controller: Bool?
    public var blockOwnerDeletion: Bool?

    public init(
        apiVersion: String = "", kind: String = "", name: String = "", uid: String = "", controller: Bool? = nil,
        blockOwnerDeletion: Bool? = nil
    ) {
        self.apiVersion = apiVersion
        self.kind = kind
        self.name = name
        self.uid = uid
        self.controller = controller
        self.blockOwnerDeletion = blockOwnerDeletion
    }
}
