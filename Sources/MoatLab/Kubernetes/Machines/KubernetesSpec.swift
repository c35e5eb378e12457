import FoundationEssentials
import MoatModel

/// The Kubernetes API of a lab, as its process is told by a file: where it is served, and which
/// of the lab's machines are nodes and pods.
public struct KubernetesSpec: Hashable, Sendable, Codable {
    public struct Node: Hashable, Sendable, Codable {
        public var name: String
        public var address: String
    }

    public struct Pod: Hashable, Sendable, Codable {
        /// Its name, and that of its machine.
        public var name: String
        public var namespace: String
        public var labels: [String: String]
        public var address: String
        public var node: String
        public var services: [LabService]
        public var command: [String]
        public var ports: [String: UInt16]
    }

    /// The lab's.
    public var lab: String
    /// The folder of all labs.
    public var root: String
    /// Addresses of the fabric, at all of which the API is served; the first is the one that
    /// programs in the lab are told.
    public var addresses: [String]
    public var port: UInt16
    public var nodes: [Node]
    public var pods: [Pod]

    public var directory: LabDirectory { LabDirectory(root: root, name: lab) }

    public init(readFrom path: String) throws {
        self = try JSONDecoder().decode(Self.self, from: Data(try FileSystem.read(path)))
    }

    init(
        lab: String, root: String, addresses: [String], port: UInt16, nodes: [Node], pods: [Pod]
    ) {
        self.lab = lab
        self.root = root
        self.addresses = addresses
        self.port = port
        self.nodes = nodes
        self.pods = pods
    }

    func write(to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try FileSystem.write(String(decoding: try encoder.encode(self), as: UTF8.self) + "\n", to: path)
    }
}
