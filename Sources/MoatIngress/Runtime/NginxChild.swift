import CNamespaces
import Foundation
import Synchronization

/// One process of nginx that was started here, in a session of its own. It has no descriptors of this process
/// but its standard ones, so that nothing here waits for what it holds; and that it has ended is known from
/// the kernel, also while its workers live on.
final class NginxChild: Sendable {
    /// What it and its workers write to their standard error, by line. A line that is too long comes in parts,
    /// and lines that nobody reads in time are dropped, the oldest first.
    let lines: AsyncStream<String>
    let pid: pid_t
    private let state: Mutex<State>

    private struct State {
        var exit: Int32?
        var waiting: [CheckedContinuation<Int32, Never>] = []
    }

    private static let maximumLine = 8192
    private static let maximumLines = 4096

    /// - Throws: `IngressRuntimeError`
    init(_ program: NginxProgram, _ arguments: [String], in folder: String) throws {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw IngressRuntimeError(
                .notStarted, "\(program.path) cannot be started: \(String(cString: strerror(errno)))")
        }
        defer { close(ends[1]) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        do {
            pid = try Self.spawn([program.path] + arguments, in: folder, ends[1])
        } catch {
            close(ends[0])
            throw IngressRuntimeError(.notStarted, "\(program.path) cannot be started: \(error.localizedDescription)")
        }
        lines = Self.lines(ends[0])
        state = Mutex(State())
        let thread = Thread { [self] in wait() }
        thread.name = "moat-nginx"
        thread.start()
    }

    /// The exit status, 128 and the signal where one ended it; waits until it has ended.
    func status() async -> Int32 {
        await withCheckedContinuation { continuation in
            let exit = state.withLock { state in
                if state.exit == nil { state.waiting.append(continuation) }
                return state.exit
            }
            if let exit { continuation.resume(returning: exit) }
        }
    }

    var isRunning: Bool { state.withLock { $0.exit == nil } }

    func signal(_ signal: Int32) {
        // The number is another's once the process has been reaped.
        state.withLock { if $0.exit == nil { kill(pid, signal) } }
    }

    private func wait() {
        // Known to have ended before it is reaped, so that `signal` never meets another process.
        var information = siginfo_t()
        while waitid(P_PID, id_t(pid), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
        let waiting = state.withLock { state in
            var status: Int32 = 0
            while waitpid(pid, &status, 0) < 0, errno == EINTR {}
            let signal = status & 0x7f
            let exit = signal == 0 ? status >> 8 & 0xff : 128 + signal
            state.exit = exit
            defer { state.waiting = [] }
            return state.waiting.map { ($0, exit) }
        }
        for (continuation, exit) in waiting { continuation.resume(returning: exit) }
    }

    private static func spawn(_ arguments: [String], in folder: String, _ error: Int32) throws -> pid_t {
        func check(_ status: Int32) throws {
            if status != 0 { throw NSError(domain: NSPOSIXErrorDomain, code: Int(status)) }
        }
        let null = open("/dev/null", O_RDWR | O_CLOEXEC)
        guard null >= 0 else { throw NSError(domain: NSPOSIXErrorDomain, code: Int(errno)) }
        defer { close(null) }
        var actions = posix_spawn_file_actions_t()
        try check(posix_spawn_file_actions_init(&actions))
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (number, descriptor) in zip(Int32(0)..., [null, null, error]) {
            try check(posix_spawn_file_actions_adddup2(&actions, descriptor, number))
        }
        try check(moat_spawn_close_from(&actions, 3))
        try check(moat_spawn_change_directory(&actions, folder))

        var attributes = posix_spawnattr_t()
        try check(posix_spawnattr_init(&attributes))
        defer { posix_spawnattr_destroy(&attributes) }
        // A child starts with default signals, whatever this process ignores or blocks.
        var signals = sigset_t()
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK) | moat_spawn_new_session)

        let vector = arguments.map { strdup($0) } + [nil]
        defer { vector.forEach { free($0) } }
        // Nothing of what this process was given is for nginx, whose variable NGINX names sockets to inherit.
        var variables = [strdup("PATH=/usr/sbin:/usr/bin:/sbin:/bin"), nil]
        defer { variables.forEach { free($0) } }
        var pid = pid_t()
        try check(posix_spawn(&pid, arguments.first ?? "", &actions, &attributes, vector, &variables))
        return pid
    }

    /// Reads on a thread of its own, until the process and all that it started are gone.
    private static func lines(_ descriptor: Int32) -> AsyncStream<String> {
        let (lines, telling) = AsyncStream.makeStream(of: String.self, bufferingPolicy: .bufferingNewest(maximumLines))
        let thread = Thread {
            var rest: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 16 * 1024)
            while true {
                let count = read(descriptor, &buffer, buffer.count)
                if count < 0, errno == EINTR { continue }
                for line in split(buffer[..<max(0, count)], &rest) { telling.yield(line) }
                if count <= 0 { break }
            }
            close(descriptor)
            telling.finish()
        }
        thread.name = "moat-nginx-log"
        thread.start()
        return lines
    }

    /// The lines that are complete; what begins another stays in `rest`. No data is the end.
    private static func split(_ data: ArraySlice<UInt8>, _ rest: inout [UInt8]) -> [String] {
        var lines: [String] = []
        func end() {
            lines.append(String(decoding: rest, as: UTF8.self))
            rest.removeAll(keepingCapacity: true)
        }
        for byte in data {
            if byte == UInt8(ascii: "\n") {
                end()
            } else {
                rest.append(byte)
                if rest.count == maximumLine { end() }
            }
        }
        if data.isEmpty, !rest.isEmpty { end() }
        return lines
    }
}
