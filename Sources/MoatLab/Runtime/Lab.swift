import Glibc
public import MoatModel

/// A topology that runs on this machine.
///
/// Needs CAP_NET_ADMIN and CAP_SYS_ADMIN. Nothing is ever put into the machine's own
/// network: every interface, address and route is inside a namespace of the lab.
public struct Lab: Sendable {
    public let directory: LabDirectory

    public var name: String { directory.name }

    public init(name: String, root: String = LabDirectory.defaultRoot) {
        directory = LabDirectory(root: root, name: name)
    }

    /// What a lab is brought up from.
    public struct Configuration: Sendable {
        public var topology: LabTopology
        public var resources: ResourceSet
        /// Absolute paths of the manifests that `resources` was read from; `moat apply` gets
        /// them.
        public var manifests: [String]
        public var gateway: LabGateway
        /// The moat binary for the lab's processes; nil for the running program.
        public var executable: String?

        public init(
            topology: LabTopology, resources: ResourceSet, manifests: [String] = [], gateway: LabGateway = .moat,
            executable: String? = nil
        ) {
            self.topology = topology
            self.resources = resources
            self.manifests = manifests
            self.gateway = gateway
            self.executable = executable
        }
    }

    /// Builds the lab and starts everything in it. Returns when it is ready for traffic.
    ///
    /// If anything fails, or the task is cancelled, what was made is taken away again.
    /// - Throws: `LabError`, `LabIssues`, `SystemError` or `CancellationError`.
    public func up(_ configuration: Configuration, progress: LabProgress = .silent) throws {
        var topology = configuration.topology
        topology.name = name
        let plan = try LabPlan(
            topology, configuration.resources, gateway: configuration.gateway, directory: directory)
        try Self.requirePrerequisites(ipv6: plan.usesIPv6)
        let lock = try claim()
        defer { lock.release() }
        do {
            let record = LabRecord(plan, resources: configuration.manifests)
            try record.write(to: directory.record)
            try progress.stage("\(plan.nodes.count) machines, \(plan.cables.count) cables") {
                try LabBuilder(plan: plan).build()
                try writeFiles(of: plan)
            }
            let starter = LabStarter(
                directory: directory, plan: plan, executable: try configuration.executable ?? Program.current())
            try starter.startResponders(progress)
            if plan.gateway == .moat {
                try starter.startGateway(progress)
                try starter.apply(configuration.manifests, progress)
                try starter.startFabric(progress)
                try starter.startKubernetes(progress)
            }
        } catch {
            // The first error is the one to report; what is left over, `down` will find.
            try? LabRemoval(directory: directory).run()
            throw error
        }
    }

    /// Ends everything of the lab, whatever state it is in. Does nothing where there is
    /// nothing.
    /// - Returns: Whether there was anything.
    /// - Throws: `LabError` where something could not be removed.
    @discardableResult
    public func down() throws -> Bool {
        try Privileges.require()
        let removal = LabRemoval(directory: directory)
        guard removal.isNeeded else { return false }
        let lock = access(directory.path, F_OK) == 0 ? try LabLock(directory) : nil
        defer { lock?.release() }
        try removal.run()
        return true
    }

    /// The lab's record.
    /// - Throws: `LabError` where the lab is not up.
    public func record() throws -> LabRecord {
        guard access(directory.path, F_OK) == 0 else {
            let known = Self.names(root: directory.root)
            throw LabError(
                "there is no lab \(name); "
                    + (known.isEmpty ? "none is up (moat lab up FILE)" : "up: \(known.joined(separator: ", "))"))
        }
        guard let record = try? LabRecord(readFrom: directory.record) else {
            throw LabError("lab \(name) never came up fully; clear it away with: moat lab down \(name)")
        }
        return record
    }

    /// Names of the labs that have a folder: those that are up, and what crashes left.
    public static func names(root: String = LabDirectory.defaultRoot) -> [String] {
        FileSystem.entries(of: root).filter { LabName.isValid($0) }.sorted()
    }

    /// Names of all labs and, for namespaces whose lab has lost its folder, what they
    /// belonged to as far as their names tell.
    public static func downAll(root: String = LabDirectory.defaultRoot) throws -> [String] {
        try Privileges.require()
        var removed: [String] = []
        for name in names(root: root) where try Lab(name: name, root: root).down() { removed.append(name) }
        for namespace in NetworkNamespace.all() where namespace.name.hasPrefix("moat-") {
            try LabRemoval.remove([namespace])
            removed.append(namespace.name)
        }
        return removed
    }

    /// Whether this process may make and remove labs.
    /// - Throws: `LabError` with code `cannot`.
    public static func requirePrivileges() throws {
        try Privileges.require()
    }

    /// The above, and whether the kernel has what a lab needs. Touches nothing.
    /// - Throws: `LabError` with code `cannot`.
    public static func requirePrerequisites(ipv6: Bool) throws {
        try Privileges.require()
        if ipv6, access("/proc/sys/net/ipv6", F_OK) != 0 {
            throw LabError(
                .cannot, "this kernel has no IPv6, and the lab has IPv6 addresses\n    boot without ipv6.disable=1")
        }
        try Privileges.requireKernelFeatures(ipv6: ipv6)
    }

    /// Makes the folder; that it can be made only once decides between two that try.
    private func claim() throws -> LabLock {
        if access(directory.path, F_OK) == 0 || LabRemoval(directory: directory).isNeeded {
            throw LabError("lab \(name) is up already; take it down first: moat lab down \(name)")
        }
        try makeOwnDirectory()
        let lock = try LabLock(directory)
        try FileSystem.makeDirectories(directory.logs)
        try FileSystem.makeDirectories(directory.state)
        return lock
    }

    private func makeOwnDirectory() throws {
        // Another lab that goes down takes the folder of all labs away with it, if it is
        // then empty; hence the second try.
        for attempt in 1...5 {
            try FileSystem.makeDirectories(directory.root)
            if mkdir(directory.path, 0o755) == 0 { return }
            if errno == EEXIST { throw LabError("lab \(name) is being brought up by another command") }
            guard errno == ENOENT, attempt < 5 else { throw SystemError("make the folder \(directory.path)", errno) }
        }
    }
}
