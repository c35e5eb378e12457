import FoundationEssentials
import Glibc

/// Starts the programs of a lab's machines, and notes them in the lab's ledger.
struct ProcessStarter: Sendable {
    let directory: LabDirectory
    /// The moat binary.
    let executable: String

    /// Standard error goes to the process's log, and so does standard output where `output` is
    /// nil.
    func start(_ process: PlannedProcess, output: Descriptor?) throws -> ProcessTable.Identity {
        guard let ip = Program.path(of: "ip") else { throw LabError("the program 'ip' is missing") }
        let log = try Descriptor.open(logPath(process), O_WRONLY | O_CREAT | O_APPEND)
        let null = try Descriptor.open("/dev/null", O_RDONLY)
        defer {
            log.close()
            null.close()
        }
        let namespace = directory.namespace(process.node)
        let program = try process.program.map { name in
            guard let path = Program.path(of: name) else { throw LabError("there is no program '\(name)' here") }
            return path
        }
        let arguments =
            (process.kind.isInMachine ? [ip, "netns", "exec", namespace] : []) + [program ?? executable]
            + process.arguments
        let environment = ProcessInfo.processInfo.environment.merging(process.environment) { $1 }
        let numbers = (null.number, output?.number ?? log.number, log.number)
        let spawn = { @Sendable in
            try ChildProcess.spawn(
                arguments, input: numbers.0, output: numbers.1, error: numbers.2, isDetached: true,
                environment: environment)
        }
        let child = process.kind.isInMachine ? try directory.files(process.node).showing(spawn) : try spawn()
        output?.close()
        guard let identity = ProcessTable.identity(of: child.pid) else { throw died(process) }
        try ProcessLedger(path: directory.processes).add(
            ProcessLedger.Entry(kind: process.kind, node: process.node, number: process.number ?? 1, process: identity))
        return identity
    }

    func died(_ process: PlannedProcess) -> LabError {
        let tail = ((try? FileSystem.readText(logPath(process))) ?? "").split(separator: "\n").suffix(10)
        let said = tail.isEmpty ? "it said nothing" : "it said:\n" + tail.map { "    \($0)" }.joined(separator: "\n")
        return LabError("the \(process.kind.rawValue) of \(process.node) ended at once; \(said)")
    }

    private func logPath(_ process: PlannedProcess) -> String {
        let number = process.number.map { "-\($0)" } ?? ""
        return "\(directory.logs)/\(process.kind.rawValue)-\(process.node)\(number).log"
    }
}
