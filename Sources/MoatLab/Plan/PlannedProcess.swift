/// A program that runs in a machine of the lab for as long as the lab is up.
public struct PlannedProcess: Hashable, Sendable {
    public var kind: Kind
    /// The machine's name.
    public var node: String
    /// Which one of several of its kind in the machine, from 1 on; nil for the only one.
    public var number: Int?
    /// Arguments of the moat binary.
    public var arguments: [String]

    public init(_ kind: Kind, node: String, number: Int? = nil, arguments: [String]) {
        self.kind = kind
        self.node = node
        self.number = number
        self.arguments = arguments
    }

    static func responder(of node: String, in directory: LabDirectory) -> PlannedProcess {
        PlannedProcess(.responder, node: node, arguments: ["lab", "responder", "--spec", directory.responder(node)])
    }

    public enum Kind: String, Hashable, Sendable, Codable {
        /// `moat serve`
        case gateway
        /// Keeps the fabric's routes as the resources say.
        case fabric
        /// Serves a host's services.
        case responder
        /// Serves the lab's Kubernetes API in the fabric, and to this machine's kubectl.
        case kubernetes
        /// `moat lb run`
        case loadBalancer

        /// Whether the program runs in the machine's network, and not in this machine's own.
        var isInMachine: Bool { self != .kubernetes }
    }
}
