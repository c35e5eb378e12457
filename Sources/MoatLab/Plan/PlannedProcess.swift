/// A program that runs in a machine of the lab for as long as the lab is up.
public struct PlannedProcess: Hashable, Sendable {
    public var kind: Kind
    /// The machine's name.
    public var node: String
    /// Which one of several of its kind in the machine, from 1 on; nil for the only one.
    public var number: Int?
    /// The program; nil for the moat binary.
    public var program: String?
    public var arguments: [String]
    /// What its environment has beside that of this process.
    public var environment: [String: String] = [:]

    public init(_ kind: Kind, node: String, number: Int? = nil, arguments: [String]) {
        self.kind = kind
        self.node = node
        self.number = number
        self.arguments = arguments
    }

    /// The program of a pod; nil where it has none.
    static func pod(_ pod: KubernetesSpec.Pod, in directory: LabDirectory) -> PlannedProcess? {
        let words = pod.command.map {
            $0.replacing("{lab}", with: directory.path).replacing("{pod}", with: pod.name)
        }
        guard let name = words.first else { return nil }
        var process = PlannedProcess(.pod, node: pod.name, arguments: Array(words.dropFirst()))
        if name != "moat" { process.program = name }
        process.environment = [
            "KUBECONFIG": directory.kubeconfig(inside: true), "MOAT_SOCKET": directory.socket, "POD_NAME": pod.name,
            "POD_NAMESPACE": pod.namespace,
            "POD_IP": pod.address,
        ]
        return process
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

        /// The program of a pod.
        case pod

        /// Whether the program runs in the machine's network, and not in this machine's own.
        var isInMachine: Bool { self != .kubernetes }
    }
}
