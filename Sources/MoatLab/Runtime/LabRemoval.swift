import Glibc

/// Takes away what there is of a lab, going by what it finds rather than by what should
/// be there.
struct LabRemoval {
    let directory: LabDirectory

    /// The lab's namespaces, by their names. `a-b`'s begin like those of a lab `a`, so
    /// those that a longer name of another lab fits better are left alone.
    var namespaces: [NetworkNamespace] {
        let others = Lab.names(root: directory.root).filter { $0.hasPrefix("\(directory.name)-") }
            .map { LabDirectory(root: directory.root, name: $0).namespacePrefix }
        return NetworkNamespace.all().filter { namespace in
            namespace.name.hasPrefix(directory.namespacePrefix)
                && !others.contains { namespace.name.hasPrefix($0) }
        }
    }

    var isNeeded: Bool {
        access(directory.path, F_OK) == 0 || !namespaces.isEmpty
    }

    func run() throws {
        let ledger = ProcessLedger(path: directory.processes)
        let left = ProcessTable.end(patience: .seconds(2)) {
            ledger.entries.map(\.process).filter { ProcessTable.isAlive($0) }
        }
        guard left.isEmpty else { throw Self.stubborn(left) }
        try awaitOrphans()
        try Self.remove(namespaces)
        try FileSystem.removeTree(directory.path)
        // Only where they are empty.
        rmdir(directory.root)
        if directory.root == LabDirectory.defaultRoot { rmdir("/run/moat") }
    }

    /// A command that was killed half way through `up` leaves the `ip` that it was running
    /// behind, which is about to make a namespace, or to enter one.
    private func awaitOrphans() throws {
        let orphans = { ProcessTable.running("ip", withArgument: directory.namespacePrefix) }
        if Deadline(in: .seconds(2)).wait(until: { orphans().isEmpty }) { return }
        let left = ProcessTable.end(patience: .seconds(1), orphans)
        guard left.isEmpty else { throw Self.stubborn(left) }
    }

    /// Ends every process in the namespaces and deletes them.
    static func remove(_ namespaces: [NetworkNamespace]) throws {
        let identities = Set(namespaces.compactMap(\.identity))
        let left = ProcessTable.end(patience: .seconds(1)) { ProcessTable.inside(identities) }
        guard left.isEmpty else { throw stubborn(left) }
        for namespace in namespaces { try IPTool.run(["netns", "delete", namespace.name]) }
    }

    private static func stubborn(_ processes: [ProcessTable.Identity]) -> LabError {
        let list = processes.map { "\($0.pid)" }.joined(separator: ", ")
        return LabError("could not end process \(list); end it by hand, then run moat lab down again")
    }
}
