import FoundationEssentials
import Glibc
import MoatModel

/// Starts the processes of a lab and waits until each is ready.
struct LabStarter {
    let directory: LabDirectory
    let plan: LabPlan
    let executable: String

    private static let patience = Duration.seconds(20)

    func startResponders(_ progress: LabProgress) throws {
        let responders = plan.processes.filter { $0.kind == .responder }
        guard !responders.isEmpty else { return }
        let hosts = responders.map(\.node).joined(separator: ", ")
        try progress.stage("services of \(hosts)") {
            var waiting: [(PlannedProcess, Descriptor, ProcessTable.Identity)] = []
            for process in responders {
                guard let node = plan.node(process.node) else { continue }
                let spec = ResponderSpec(
                    host: node.name, addresses: node.addresses.map(\.address.address.description),
                    services: node.services, names: node.names, authority: directory.authority,
                    domains: directory.domains)
                try FileSystem.write(try spec.json(), to: directory.responder(node.name))
                let pipe = try Descriptor.pipe()
                let identity = try start(process, output: pipe.write)
                waiting.append((process, pipe.read, identity))
            }
            for (process, pipe, identity) in waiting { try awaitLine(from: pipe, process, identity) }
        }
    }

    func startGateway(_ progress: LabProgress) throws {
        guard let process = plan.processes.first(where: { $0.kind == .gateway }) else { return }
        try progress.stage("firewall \(plan.firewall)") {
            let identity = try start(process, output: nil)
            let isReady = try Deadline(in: Self.patience).wait(every: 20) {
                try Task.checkCancellation()
                guard ProcessTable.isAlive(identity) else { throw died(process) }
                return UnixSocketProbe.answers(at: directory.socket)
            }
            guard isReady else { throw late(process) }
        }
    }

    /// Puts the manifests in force, as a user would.
    func apply(_ manifests: [String], _ progress: LabProgress) throws {
        guard !manifests.isEmpty else { return }
        try progress.stage("resources") {
            let arguments =
                [executable, "apply", "--socket", directory.socket] + manifests.flatMap { ["-f", $0] }
            let result = try Command(arguments, timeLimit: Self.patience).run()
            guard result.status == 0 else {
                let text = result.error.isEmpty ? result.output : result.error
                throw LabError("the resources were not accepted:\n\(text)")
            }
        }
    }

    func startFabric(_ progress: LabProgress) throws {
        guard let process = plan.processes.first(where: { $0.kind == .fabric }) else { return }
        try progress.stage("routes of the virtual network") {
            let pipe = try Descriptor.pipe()
            let identity = try start(process, output: pipe.write)
            try awaitLine(from: pipe.read, process, identity)
        }
    }

    // MARK: Processes

    /// Standard error goes to the process's log, and so does standard output where `output` is
    /// nil.
    private func start(_ process: PlannedProcess, output: Descriptor?) throws -> ProcessTable.Identity {
        guard let node = plan.node(process.node), let ip = Program.path(of: "ip") else {
            throw LabError("the program 'ip' is missing")
        }
        let log = try Descriptor.open(logPath(process), O_WRONLY | O_CREAT | O_APPEND)
        let null = try Descriptor.open("/dev/null", O_RDONLY)
        let arguments = [ip, "netns", "exec", node.namespace, executable] + process.arguments
        let numbers = (null.number, output?.number ?? log.number, log.number)
        let child = try directory.files(node.name).showing {
            try ChildProcess.spawn(
                arguments, input: numbers.0, output: numbers.1, error: numbers.2, isDetached: true)
        }
        log.close()
        null.close()
        output?.close()
        guard let identity = ProcessTable.identity(of: child.pid) else { throw died(process) }
        try ProcessLedger(path: directory.processes).add(
            ProcessLedger.Entry(kind: process.kind, node: process.node, process: identity))
        return identity
    }

    /// A process says that it is ready by a line on its standard output.
    private func awaitLine(
        from pipe: Descriptor, _ process: PlannedProcess, _ identity: ProcessTable.Identity
    ) throws {
        defer { pipe.close() }
        let deadline = Deadline(in: Self.patience)
        while !deadline.hasPassed {
            try Task.checkCancellation()
            var interest = pollfd(fd: pipe.number, events: Int16(POLLIN), revents: 0)
            guard poll(&interest, 1, min(deadline.milliseconds, 100)) > 0 else { continue }
            var byte: UInt8 = 0
            switch read(pipe.number, &byte, 1) {
            case 1 where byte == UInt8(ascii: "\n"): return
            case 1: continue
            default: throw died(process)
            }
        }
        throw late(process)
    }

    private func logPath(_ process: PlannedProcess) -> String {
        "\(directory.logs)/\(process.kind.rawValue)-\(process.node).log"
    }

    private func died(_ process: PlannedProcess) -> LabError {
        let tail = ((try? FileSystem.readText(logPath(process))) ?? "").split(separator: "\n").suffix(10)
        let said = tail.isEmpty ? "it said nothing" : "it said:\n" + tail.map { "    \($0)" }.joined(separator: "\n")
        return LabError("the \(process.kind.rawValue) of \(process.node) ended at once; \(said)")
    }

    private func late(_ process: PlannedProcess) -> LabError {
        LabError("the \(process.kind.rawValue) of \(process.node) was not ready within 20 s")
    }
}
