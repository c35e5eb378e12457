public import MoatKubernetes

/// Something about an object that its owner must know, told by an Event.
public struct IngressProblem: Codable, Hashable, Sendable {
    public var object: ObjectReference
    /// One word in CamelCase, as Events have it.
    public var reason: String
    /// What is wrong, with which value, and what would be right; at most 1024 bytes.
    public var message: String

    public init(object: ObjectReference, reason: String, message: String) {
        self.object = object
        self.reason = reason
        self.message = message
    }
}
