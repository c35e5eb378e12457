import CNamespaces
import Glibc

/// Starting programs by argument vector; no shell is involved.
struct ChildProcess {
    let pid: pid_t

    /// Starts a program: `arguments` begins with its absolute path. The descriptors become
    /// 0, 1 and 2 in the child, and every other one is closed there. A detached child has a
    /// session of its own, so that a signal to the terminal's foreground group (Ctrl-C) does
    /// not reach it. Without an `environment` it has this process's.
    static func spawn(
        _ arguments: [String], input: Int32, output: Int32, error: Int32, isDetached: Bool = false,
        environment: [String: String]? = nil
    ) throws -> ChildProcess {
        let program = arguments.first ?? ""
        var actions = posix_spawn_file_actions_t()
        try SystemError.check(posix_spawn_file_actions_init(&actions), "start \(program)")
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (number, descriptor) in zip(Int32(0)..., [input, output, error]) {
            try SystemError.check(posix_spawn_file_actions_adddup2(&actions, descriptor, number), "start \(program)")
        }
        try SystemError.check(moat_spawn_close_from(&actions, 3), "start \(program)")

        var attributes = posix_spawnattr_t()
        try SystemError.check(posix_spawnattr_init(&attributes), "start \(program)")
        defer { posix_spawnattr_destroy(&attributes) }
        // A child starts with default signals, whatever this process ignores or blocks.
        var signals = sigset_t()
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        var flags = Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK)
        if isDetached { flags |= moat_spawn_new_session }
        posix_spawnattr_setflags(&attributes, flags)

        var pid = pid_t()
        let vector = arguments.map { strdup($0) } + [nil]
        defer { vector.forEach { free($0) } }
        var variables = (environment ?? [:]).map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { variables.forEach { free($0) } }
        let status = variables.withUnsafeMutableBufferPointer { variables in
            let list = environment == nil ? environ : variables.baseAddress
            return posix_spawn(&pid, program, &actions, &attributes, vector, list)
        }
        try SystemError.check(status, "start \(program)")
        return ChildProcess(pid: pid)
    }

    /// The exit status (128 + n for signal n), or nil while it runs. Once it has given a
    /// status, the process is reaped.
    func poll() -> Int32? {
        var status: Int32 = 0
        let result = waitpid(pid, &status, WNOHANG)
        if result == 0 || (result < 0 && errno == EINTR) { return nil }
        return result == pid ? Self.exitStatus(status) : 127
    }

    func wait() -> Int32 {
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0 {
            guard errno == EINTR else { return 127 }
        }
        return Self.exitStatus(status)
    }

    private static func exitStatus(_ status: Int32) -> Int32 {
        let signal = status & 0x7f
        return signal == 0 ? status >> 8 & 0xff : 128 + signal
    }
}
