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

    /// What every namespace of the lab is named with.
    public var namespacePrefix: String { "moat-\(name)-" }
    public func namespace(_ host: String) -> String { namespacePrefix + host }
}
