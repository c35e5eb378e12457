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
    private static let patience = Duration.seconds(2)
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

    /// Shows the pods, whose programs run already, and the nodes.
    /// - Throws: an error where the API has no room for them.
    func takeOver(now: Int64) throws {
        let processes = ProcessLedger(path: spec.directory.processes).entries.filter { $0.kind == .responder }
        for index in pods.indices {
            pods[index].startedAt = now
            pods[index].process = processes.last { $0.node == pods[index].spec.name }?.process
        }
        try server.update(
            pods: pods.compactMap { $0.pod(isReady: true) },
            nodes: spec.nodes.compactMap { node in
                IPAddress(node.address).map { KubernetesNode(name: node.name, address: $0, startedAt: now) }
            })
    }

    /// Looks after the pods until the task is cancelled.
    func run() async {
        while !Task.isCancelled {
            for index in pods.indices { await lookAfter(index) }
            try? await Task.sleep(for: Self.tick)
        }
    }

    private func lookAfter(_ index: Int) async {
        guard !pods[index].isEnding else { return }
        if let process = pods[index].process, ProcessTable.isAlive(process) { return }
        if pods[index].process != nil {
            // So that what is left of it goes; it may be another's child.
            if let pid = pods[index].process?.pid { waitpid(pid, nil, WNOHANG) }
            pods[index].ended()
            show(pods[index].pod(isReady: false))
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
        let (name, now) = (pods[index].spec.name, Int64(Date.now.timeIntervalSince1970))
        guard !pods[index].spec.services.isEmpty else {
            pods[index].started(nil, at: now)
            show(pods[index].pod(isReady: true))
            return
        }
        let process = PlannedProcess.responder(of: name, in: spec.directory)
        let pipe = try Descriptor.pipe()
        let identity = try starter.start(process, output: pipe.write)
        let line = ReadyLine(pipe.read)
        let deadline = Deadline(in: .seconds(20))
        while !deadline.hasPassed {
            switch line.state(within: 0) {
            case .ready:
                pods[index].started(identity, at: now)
                show(pods[index].pod(isReady: true))
                return
            case .ended: throw starter.died(process)
            case .waiting: try await Task.sleep(for: .milliseconds(20))
            }
        }
        kill(identity.pid, SIGKILL)
        throw LabError("its program was not ready within 20 s")
    }

    /// Ends a pod that a client has deleted. When this returns, nothing answers in its place;
    /// a new one comes a second later.
    func end(_ name: String, namespace: String) async {
        guard let index = pods.firstIndex(where: { $0.spec.name == name && $0.spec.namespace == namespace }),
            !pods[index].isEnding
        else { return }
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

    private func show(_ pod: KubernetesPod?) {
        guard let pod else { return }
        do {
            try server.update([pod])
        } catch {
            report("pod \(pod.name): \(error)")
        }
    }
}
