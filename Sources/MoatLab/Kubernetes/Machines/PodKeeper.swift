import FoundationEssentials
import Glibc
import MoatModel

/// Does for the pods of a lab what a kubelet and a controller do for those of a cluster: a pod
/// whose program has ended is started again, and in the place of one that was deleted comes a
/// new one of the same name.
actor PodKeeper {
    private let spec: KubernetesSpec
    private let server: KubernetesAPIServer
    private let starter: ProcessStarter
    private let report: @Sendable (String) -> Void
    private var pods: [KeptPod]

    /// How long a pod that was deleted goes on answering, so that whoever sends it connections
    /// learns of it first: what a `preStop` of `sleep 1` does.
    private static let grace = Duration.seconds(1)
    /// How long a program has to end by itself.
    private static let patience = Duration.seconds(10)
    /// How long a place stays empty after a deletion, so that this can be seen.
    private static let pause = Duration.seconds(1)
    private static let tick = Duration.milliseconds(100)

    init(
        _ spec: KubernetesSpec, server: KubernetesAPIServer, executable: String,
        report: @escaping @Sendable (String) -> Void
    ) {
        self.spec = spec
        self.server = server
        self.report = report
        starter = ProcessStarter(directory: spec.directory, executable: executable)
        pods = spec.pods.map { KeptPod($0) }
    }

    /// Shows the nodes and the pods, of which those whose services are served already are ready.
    /// - Throws: an error where the API has no room for them.
    func takeOver(now: Int64) throws {
        let processes = ProcessLedger(path: spec.directory.processes).entries.filter { $0.kind == .responder }
        for index in pods.indices {
            pods[index].startedAt = now
            pods[index].process = processes.last { $0.node == pods[index].spec.name }?.process
            if !pods[index].spec.command.isEmpty { pods[index].startNow() }
        }
        try server.update(
            pods: pods.compactMap(\.shown),
            nodes: spec.nodes.compactMap { node in
                IPAddress(node.address).map { KubernetesNode(name: node.name, address: $0, startedAt: now) }
            })
    }

    /// Looks after the pods until the task is cancelled.
    func run() async {
        await withTaskGroup(of: Void.self) { group in
            for index in pods.indices {
                group.addTask {
                    while !Task.isCancelled {
                        await self.lookAfter(index)
                        try? await Task.sleep(for: Self.tick)
                    }
                }
            }
        }
    }

    /// Whether every pod is ready.
    var areAllReady: Bool { pods.allSatisfy(\.isReady) }

    private func lookAfter(_ index: Int) async {
        guard !pods[index].isEnding else { return }
        // Its namespace may be there again.
        if !pods[index].isShown { show(index) }
        if let process = pods[index].process, ProcessTable.isAlive(process) { return }
        if pods[index].process != nil {
            // So that what is left of it goes; it may be another's child.
            if let pid = pods[index].process?.pid { waitpid(pid, nil, WNOHANG) }
            pods[index].ended()
            show(index)
        }
        guard let next = pods[index].nextStart, .now >= next else { return }
        do {
            try await start(index)
        } catch {
            report("pod \(pods[index].spec.name): \(error)")
            pods[index].failed()
        }
    }

    private func start(_ index: Int) async throws {
        // Another step must not start it meanwhile.
        pods[index].isEnding = true
        defer { pods[index].isEnding = false }
        let pod = pods[index].spec
        let now = Int64(Date.now.timeIntervalSince1970)
        var identity: ProcessTable.Identity?
        if let process = PlannedProcess.pod(pod, in: spec.directory) {
            identity = try await startProgram(process, pod)
        } else if !pod.services.isEmpty {
            identity = try await startResponder(PlannedProcess.responder(of: pod.name, in: spec.directory))
        }
        pods[index].started(identity, at: now)
        show(index)
    }

    private func startResponder(_ process: PlannedProcess) async throws -> ProcessTable.Identity {
        let pipe = try Descriptor.pipe()
        let identity = try starter.start(process, output: pipe.write)
        let line = ReadyLine(pipe.read)
        try await wait(for: process, identity) {
            switch line.state(within: 0) {
            case .ready: true
            case .waiting: false
            case .ended: throw starter.died(process)
            }
        }
        return identity
    }

    /// One that takes connections at its ports is ready.
    private func startProgram(
        _ process: PlannedProcess, _ pod: KubernetesSpec.Pod
    ) async throws -> ProcessTable.Identity {
        let identity = try starter.start(process, output: nil)
        let machine = spec.directory.machine(pod.name)
        try await wait(for: process, identity) {
            guard ProcessTable.isAlive(identity) else { throw starter.died(process) }
            guard let address = IPAddress(pod.address) else { return false }
            return pod.ports.values.allSatisfy { port in
                (try? TCPProbe(from: machine, to: address, port: port, timeLimit: .milliseconds(200))) != nil
            }
        }
        return identity
    }

    private func wait(
        for process: PlannedProcess, _ identity: ProcessTable.Identity, until isReady: () throws -> Bool
    ) async throws {
        let deadline = Deadline(in: .seconds(20))
        while !(try isReady()) {
            guard !deadline.hasPassed else {
                kill(identity.pid, SIGKILL)
                waitpid(identity.pid, nil, 0)
                throw LabError("its program was not ready within 20 s")
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// Ends a pod that a client has deleted. When this returns, nothing answers in its place;
    /// a new one comes a second later.
    func end(_ name: String, namespace: String) async {
        guard let index = pods.firstIndex(where: { $0.spec.name == name && $0.spec.namespace == namespace }) else {
            return
        }
        // One that is just being started is ended too, when it has started or has failed to.
        while pods[index].isEnding, !Task.isCancelled { try? await Task.sleep(for: .milliseconds(20)) }
        pods[index].isEnding = true
        defer { pods[index].isEnding = false }
        try? await Task.sleep(for: Self.grace)
        if let process = pods[index].process {
            kill(process.pid, SIGTERM)
            let deadline = Deadline(in: Self.patience)
            while ProcessTable.isAlive(process), !deadline.hasPassed {
                try? await Task.sleep(for: .milliseconds(10))
            }
            if ProcessTable.isAlive(process) { kill(process.pid, SIGKILL) }
            waitpid(process.pid, nil, WNOHANG)
        }
        pods[index].deleted(nextStart: .now + Self.pause)
    }

    private func show(_ index: Int) {
        guard let pod = pods[index].shown else { return }
        do {
            pods[index].isShown = try server.update([pod])
        } catch {
            report("pod \(pod.name): \(error)")
        }
    }
}
