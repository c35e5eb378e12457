import Glibc

/// The processes that a lab has started, one to a line, written as each starts: what was
/// started is known even if the command that did it was killed.
struct ProcessLedger {
    struct Entry: Hashable {
        var kind: PlannedProcess.Kind
        var node: String
        /// Which one of several of its kind in the machine; 1 for the only one.
        var number = 1
        var process: ProcessTable.Identity

        fileprivate var place: [String] { [kind.rawValue, node, "\(number)"] }
    }

    let path: String

    func add(_ entry: Entry) throws {
        let line =
            "\(entry.kind.rawValue) \(entry.node) \(entry.number) \(entry.process.pid) \(entry.process.startTime)\n"
        try FileSystem.write(line, to: path, flags: O_APPEND)
    }

    /// Those that were started last in each place; what was there before has ended.
    var current: [Entry] {
        var places: [[String]: Entry] = [:]
        let entries = entries
        for entry in entries { places[entry.place] = entry }
        return entries.filter { places[$0.place] == $0 }
    }

    /// A line that was cut short by a crash is passed over.
    var entries: [Entry] {
        let text = (try? FileSystem.readText(path)) ?? ""
        return text.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ")
            guard fields.count == 5, let kind = PlannedProcess.Kind(rawValue: String(fields[0])),
                let number = Int(fields[2]), let pid = pid_t(fields[3]), pid > 1, let startTime = UInt64(fields[4])
            else { return nil }
            return Entry(
                kind: kind, node: String(fields[1]), number: number,
                process: ProcessTable.Identity(pid: pid, startTime: startTime))
        }
    }
}
