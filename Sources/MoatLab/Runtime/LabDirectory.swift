/// Where a lab keeps its files.
public struct LabDirectory: Hashable, Sendable {
    /// The folder of all labs.
    public let root: String
    /// The lab's name.
    public let name: String

    public static let defaultRoot = "/run/moat/lab"

    public init(root: String = defaultRoot, name: String) {
        self.root = root
        self.name = name
    }

    public var path: String { "\(root)/\(name)" }
    /// The daemon's socket.
    public var socket: String { "\(path)/moat.sock" }
    /// The daemon's state.
    public var state: String { "\(path)/state" }
    /// Log files of the daemon, and the standard error of every process of the lab.
    public var logs: String { "\(path)/logs" }
    /// The `LabRecord`.
    public var record: String { "\(path)/plan.json" }
    /// One line for each process that was started.
    public var processes: String { "\(path)/processes" }
    /// Locked while the lab comes up or goes down.
    public var lock: String { "\(path)/lock" }

    /// The `ResponderSpec` of a host.
    public func responder(_ host: String) -> String { "\(path)/responder-\(host).json" }

    /// The `KubernetesSpec`.
    public var kubernetes: String { "\(path)/kubernetes.json" }
    /// By which kubectl finds the lab's Kubernetes API: on this machine, or `inside` the lab.
    public func kubeconfig(inside: Bool) -> String { "\(path)/kubeconfig\(inside ? "-inside" : "")" }
    /// The socket of one of the fabric's load balancers, which are numbered from 1 on.
    public func loadBalancer(_ number: Int) -> String { "\(path)/lb-\(number).sock" }

    /// The lab's certificate authority, with its key.
    public var authority: String { "\(path)/authority" }
    /// What machines see as /etc/ssl/certs.
    public var trust: String { "\(path)/trust" }
    /// The names that the lab's DNS answers for.
    public var domains: String { "\(path)/names.json" }
    /// What programs in a machine see in the place of this machine's files.
    public func files(_ host: String) -> MachineFiles { MachineFiles(folder: "\(path)/machines/\(host)") }

    /// What every namespace of the lab is named with.
    public var namespacePrefix: String { "moat-\(name)-" }
    public func namespace(_ host: String) -> String { namespacePrefix + host }

    /// A machine, as programs in it see it.
    public func machine(_ host: String) -> NetworkNamespace {
        NetworkNamespace(name: namespace(host), files: files(host))
    }
}
