import FoundationEssentials
import Glibc
import MoatModel

/// Starts the processes of a lab and waits until each is ready.
struct LabStarter {
    let plan: LabPlan
    private let starter: ProcessStarter

    private var directory: LabDirectory { starter.directory }

    private static let patience = Duration.seconds(20)

    init(directory: LabDirectory, plan: LabPlan, executable: String) {
        self.plan = plan
        starter = ProcessStarter(directory: directory, executable: executable)
    }

    func startResponders(_ progress: LabProgress) throws {
        let responders = plan.processes.filter { $0.kind == .responder }
        guard !responders.isEmpty else { return }
        let hosts = responders.map(\.node).joined(separator: ", ")
        try progress.stage("services of \(hosts)") {
            var waiting: [(PlannedProcess, ReadyLine)] = []
            for process in responders {
                guard let node = plan.node(process.node) else { continue }
                let spec = ResponderSpec(
                    host: node.name, addresses: node.addresses.map(\.address.address.description),
                    services: node.services, names: node.names, authority: directory.authority,
                    domains: directory.domains)
                try FileSystem.write(try spec.json(), to: directory.responder(node.name))
                waiting.append((process, try startWithLine(process)))
            }
            for (process, line) in waiting { try wait(for: line, process) }
        }
    }

    func startGateway(_ progress: LabProgress) throws {
        guard let process = plan.processes.first(where: { $0.kind == .gateway }) else { return }
        try progress.stage("firewall \(plan.firewall)") {
            try wait(forSocket: directory.socket, process, try starter.start(process, output: nil))
        }
    }

    /// Puts the manifests in force, as a user would.
    func apply(_ manifests: [String], _ progress: LabProgress) throws {
        guard !manifests.isEmpty else { return }
        try progress.stage("resources") {
            let arguments =
                [starter.executable, "apply", "--socket", directory.socket] + manifests.flatMap { ["-f", $0] }
            let result = try Command(arguments, timeLimit: Self.patience).run()
            guard result.status == 0 else {
                let text = result.error.isEmpty ? result.output : result.error
                throw LabError("the resources were not accepted:\n\(text)")
            }
        }
    }

    func startFabric(_ progress: LabProgress) throws {
        guard let process = plan.processes.first(where: { $0.kind == .fabric }) else { return }
        try progress.stage("routes of the virtual network") { try wait(for: startWithLine(process), process) }
    }

    func startKubernetes(_ progress: LabProgress) throws {
        guard let spec = plan.kubernetes, let process = plan.processes.first(where: { $0.kind == .kubernetes }) else {
            return
        }
        let pods = spec.pods.map(\.name).joined(separator: ", ")
        try progress.stage(pods.isEmpty ? "Kubernetes API" : "Kubernetes API with pods \(pods)") {
            try spec.write(to: directory.kubernetes)
            try wait(for: startWithLine(process), process)
        }
        let balancers = plan.processes.filter { $0.kind == .loadBalancer }
        guard !balancers.isEmpty else { return }
        try progress.stage(
            balancers.count == 1 ? "load balancer" : "\(balancers.count) load balancers, one of which leads"
        ) {
            let started = try balancers.map { ($0, try starter.start($0, output: nil)) }
            for (process, identity) in started {
                try wait(forSocket: directory.loadBalancer(process.number ?? 1), process, identity)
            }
        }
    }

    // MARK: Processes

    private func startWithLine(_ process: PlannedProcess) throws -> ReadyLine {
        let pipe = try Descriptor.pipe()
        _ = try starter.start(process, output: pipe.write)
        return ReadyLine(pipe.read)
    }

    private func wait(for line: ReadyLine, _ process: PlannedProcess) throws {
        let deadline = Deadline(in: Self.patience)
        while !deadline.hasPassed {
            try Task.checkCancellation()
            switch line.state(within: min(deadline.milliseconds, 100)) {
            case .waiting: continue
            case .ready: return
            case .ended: throw starter.died(process)
            }
        }
        throw late(process)
    }

    private func wait(
        forSocket path: String, _ process: PlannedProcess, _ identity: ProcessTable.Identity
    ) throws {
        let isReady = try Deadline(in: Self.patience).wait(every: 20) {
            try Task.checkCancellation()
            guard ProcessTable.isAlive(identity) else { throw starter.died(process) }
            return UnixSocketProbe.answers(at: path)
        }
        guard isReady else { throw late(process) }
    }

    private func late(_ process: PlannedProcess) -> LabError {
        LabError("the \(process.kind.rawValue) of \(process.node) was not ready within 20 s")
    }
}
