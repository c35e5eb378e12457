/// A lab as it is just now.
public struct LabStatus: Hashable, Sendable, Codable {
    public var name: String
    public var state: State
    public var firewall: String
    public var gateway: LabGateway
    /// The daemon's socket, where the gateway is moat's.
    public var socket: String?
    /// By which kubectl finds the lab's Kubernetes API; nil where it has none.
    public var kubeconfig: String?
    public var networks: [String]
    public var subnets: [LabRecord.Subnet]
    public var hosts: [Host]

    public enum State: String, Hashable, Sendable, Codable {
        /// Every machine and process is there.
        case up
        /// Something is missing; the hosts tell what.
        case broken
    }

    public struct Host: Hashable, Sendable, Codable {
        public var name: String
        public var role: LabNode.Role
        public var addresses: [String]
        public var subnet: String?
        public var services: [String]
        /// Whether the machine's network is there.
        public var isUp: Bool
        public var processes: [Process]

        /// Whether everything of the machine is there.
        public var isSound: Bool { isUp && processes.allSatisfy(\.isAlive) }
    }

    /// A process that the lab started.
    public struct Process: Hashable, Sendable, Codable {
        public var kind: PlannedProcess.Kind
        public var pid: Int32
        public var isAlive: Bool
    }

    init(_ record: LabRecord, directory: LabDirectory) {
        let entries = ProcessLedger(path: directory.processes).current
        name = record.name
        firewall = record.firewall
        gateway = record.gateway
        socket = record.gateway == .moat ? directory.socket : nil
        kubeconfig = record.kubeconfig
        networks = record.networks
        subnets = record.subnets
        hosts = record.hosts.map { host in
            Host(
                name: host.name, role: host.role, addresses: host.addresses, subnet: host.subnet,
                services: host.services, isUp: NetworkNamespace(name: host.namespace).exists,
                processes: entries.filter { $0.node == host.name }.map {
                    Process(kind: $0.kind, pid: $0.process.pid, isAlive: ProcessTable.isAlive($0.process))
                })
        }
        state = hosts.allSatisfy(\.isSound) ? .up : .broken
    }
}

extension Lab {
    /// - Throws: `LabError` where the lab is not up.
    public func status() throws -> LabStatus {
        LabStatus(try record(), directory: directory)
    }
}
