/// A program that runs in a machine of the lab for as long as the lab is up.
public struct PlannedProcess: Hashable, Sendable {
    public var kind: Kind
    /// The machine's name.
    public var node: String
    /// Arguments of the moat binary.
    public var arguments: [String]

    public init(_ kind: Kind, node: String, arguments: [String]) {
        self.kind = kind
        self.node = node
        self.arguments = arguments
    }

    public enum Kind: String, Hashable, Sendable, Codable {
        /// `moat serve`
        case gateway
        /// Keeps the fabric's routes as the resources say.
        case fabric
        /// Serves a host's services.
        case responder
    }
}
