import Glibc

/// What /proc says about processes.
enum ProcessTable {
    /// A process, told from a later one with the same number by its start time.
    struct Identity: Hashable, Sendable {
        var pid: pid_t
        /// Clock ticks after boot (proc(5), `stat`, field 22).
        var startTime: UInt64
    }

    static var all: [pid_t] {
        FileSystem.entries(of: "/proc").compactMap { pid_t($0) }
    }

    /// Nil where there is no such process, or only its remains (a zombie).
    static func identity(of pid: pid_t) -> Identity? {
        guard let text = try? FileSystem.readText("/proc/\(pid)/stat"),
            let end = text.lastIndex(of: ")")
        else { return nil }
        // The name, in parentheses, may hold anything; the state is the field after it.
        let fields = text[text.index(after: end)...].split(separator: " ")
        guard fields.count > 19, fields[0] != "Z", fields[0] != "X", let startTime = UInt64(fields[19]) else {
            return nil
        }
        return Identity(pid: pid, startTime: startTime)
    }

    static func isAlive(_ process: Identity) -> Bool {
        identity(of: process.pid) == process
    }

    /// The processes in any of these network namespaces, other than this one.
    static func inside(_ namespaces: Set<FileIdentity>) -> [Identity] {
        guard !namespaces.isEmpty else { return [] }
        return all.filter { $0 != getpid() }.compactMap { pid in
            guard let identity = FileIdentity(path: "/proc/\(pid)/ns/net"), namespaces.contains(identity) else {
                return nil
            }
            return Self.identity(of: pid)
        }
    }

    /// The processes that run `program` with an argument that begins with `prefix`.
    static func running(_ program: String, withArgument prefix: String) -> [Identity] {
        all.compactMap { pid in
            guard let line = try? FileSystem.readText("/proc/\(pid)/cmdline") else { return nil }
            let words = line.split(separator: "\0")
            guard words.first?.split(separator: "/").last == program[...],
                words.dropFirst().contains(where: { $0.hasPrefix(prefix) })
            else { return nil }
            return identity(of: pid)
        }
    }

    /// Ends the processes that `find` names: SIGTERM, and after `patience` SIGKILL. Looks
    /// again until none is left, so that one that was being started is met too.
    /// - Returns: Those that are still there after all.
    static func end(patience: Duration, _ find: () -> [Identity]) -> [Identity] {
        var asked: Set<Identity> = []
        let gentle = Deadline(in: patience)
        if gentle.wait(until: {
            let left = find()
            for process in left where asked.insert(process).inserted { kill(process.pid, SIGTERM) }
            return left.isEmpty
        }) {
            return []
        }
        var left: [Identity] = []
        _ = Deadline(in: .seconds(5)).wait {
            left = find()
            for process in left { kill(process.pid, SIGKILL) }
            return left.isEmpty
        }
        return left
    }
}
