import Glibc

/// The processes that a lab has started, one to a line, written as each starts: what was
/// started is known even if the command that did it was killed.
struct ProcessLedger {
    struct Entry: Hashable {
        var kind: PlannedProcess.Kind
        var node: String
        var process: ProcessTable.Identity
    }

    let path: String

    func add(_ entry: Entry) throws {
        let line = "\(entry.kind.rawValue) \(entry.node) \(entry.process.pid) \(entry.process.startTime)\n"
        try FileSystem.write(line, to: path, flags: O_APPEND)
    }

    /// A line that was cut short by a crash is passed over.
    var entries: [Entry] {
        let text = (try? FileSystem.readText(path)) ?? ""
        return text.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ")
            guard fields.count == 4, let kind = PlannedProcess.Kind(rawValue: String(fields[0])),
                let pid = pid_t(fields[2]), pid > 1, let startTime = UInt64(fields[3])
            else { return nil }
            return Entry(
                kind: kind, node: String(fields[1]), process: ProcessTable.Identity(pid: pid, startTime: startTime))
        }
    }
}
