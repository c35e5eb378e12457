import MoatModel

extension LabTopology {
    /// The Kubernetes API of a lab, and what follows it.
    public struct Kubernetes: Hashable, Sendable {
        /// The TCP port at which the fabric, `.1` of every subnet, serves the API.
        public var port: UInt16
        /// Names of the hosts that are nodes.
        public var nodes: [String]
        /// How many `moat lb run` the fabric has; one leads, the others stand by.
        public var loadBalancers: Int

        public static let defaultPort: UInt16 = 6443
        public static let defaultLoadBalancers = 2

        public init(
            port: UInt16 = defaultPort, nodes: [String], loadBalancers: Int = defaultLoadBalancers
        ) {
            self.port = port
            self.nodes = nodes
            self.loadBalancers = loadBalancers
        }
    }

    /// What Kubernetes is told of a host that is a pod. Its name is the host's, and its
    /// container's ports are the host's services and `ports`.
    public struct Pod: Hashable, Sendable {
        public var namespace: String
        public var labels: [String: String]
        /// The node that it is on.
        public var node: String
        /// The program that it runs, and its arguments; empty for none. `moat` is the lab's own,
        /// `{lab}` stands for the lab's folder and `{pod}` for the pod's name. It finds the API by
        /// KUBECONFIG, the firewall's daemon by MOAT_SOCKET, and itself by POD_NAME, POD_NAMESPACE and POD_IP.
        public var command: [String]
        /// TCP ports that the program listens at, by name. The pod is ready once all of them take
        /// connections.
        public var ports: [String: UInt16]

        public static let defaultNamespace = "default"

        public init(
            namespace: String = defaultNamespace, labels: [String: String] = [:], node: String, command: [String] = [],
            ports: [String: UInt16] = [:]
        ) {
            self.namespace = namespace
            self.labels = labels
            self.node = node
            self.command = command
            self.ports = ports
        }
    }
}
