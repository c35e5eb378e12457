import Foundation
import Testing

@testable import MoatLab

extension SystemLab {
    /// The command line of the running daemon, as the lab started it.
    func daemonCommand() throws -> [String] {
        let pid = try status().processIdentifier
        let line = try FileSystem.readText("/proc/\(pid)/cmdline")
        return line.split(separator: "\0", omittingEmptySubsequences: false).dropLast().map(String.init)
    }

    /// kill -9 of the daemon, or another signal that ends it; returns when it is gone.
    func killDaemon(_ pid: Int32, with signal: Int32 = SIGKILL) throws {
        let identity = try #require(ProcessTable.identity(of: pid))
        kill(pid, signal)
        // Where it is a child of this process, it stays as a zombie until then.
        waitpid(pid, nil, 0)
        guard Deadline(in: .seconds(5)).wait(every: 1, until: { !ProcessTable.isAlive(identity) }) else {
            throw SystemTestError("process \(pid) outlives signal \(signal)")
        }
    }

    /// Starts the daemon in the firewall's host. Returns at once.
    /// - Returns: its process number
    @discardableResult
    func startDaemon(_ command: [String]) throws -> Int32 {
        let null = try Descriptor.open("/dev/null", O_RDWR)
        let log = try Descriptor.open("\(lab.directory.logs)/gateway-firewall.log", O_WRONLY | O_CREAT | O_APPEND)
        defer {
            null.close()
            log.close()
        }
        let (input, output) = (null.number, log.number)
        let pid = try host("firewall").asMachine {
            try ChildProcess.spawn(command, input: input, output: output, error: output, isDetached: true).pid
        }
        daemons.add(pid)
        return pid
    }

    /// Starts the daemon and waits until it answers.
    func restartDaemon(_ command: [String]) throws {
        try startDaemon(command)
        guard Deadline(in: .seconds(20)).wait(until: { UnixSocketProbe.answers(at: lab.directory.socket) }) else {
            throw SystemTestError("the daemon does not come back; it said:\n\(daemonLog())")
        }
    }
}
