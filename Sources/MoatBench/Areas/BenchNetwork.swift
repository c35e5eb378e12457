import Foundation
import MoatLab

/// A client, a gateway and a server in namespaces of their own, and the programs that run
/// in them. Everything goes when it is closed.
///
///     client 10.0.5.7 -- 10.0.5.1 eth1 [gateway] eth0 198.51.100.10 -- 203.0.113.9 server
final class BenchNetwork {
    let name: String
    private var processes: [Process] = []

    init(_ name: String) throws {
        self.name = name
        for host in ["client", "gateway", "server"] { try Self.ip(["netns", "add", namespace(host).name]) }
        try link("client", "eth0", "gateway", "eth1")
        try link("server", "eth0", "gateway", "eth0")
        for (host, interface, address) in [
            ("client", "eth0", "10.0.5.7/24"), ("gateway", "eth1", "10.0.5.1/24"), ("gateway", "eth1", "10.0.3.4/24"),
            ("gateway", "eth0", "198.51.100.10/24"), ("gateway", "eth0", "203.0.113.1/24"),
            ("server", "eth0", "203.0.113.9/24"),
        ] {
            try ip(host, ["addr", "add", address, "dev", interface])
        }
        try ip("client", ["route", "add", "default", "via", "10.0.5.1"])
        try ip("server", ["route", "add", "default", "via", "203.0.113.1"])
        try run("client", ["sysctl", "-qw", "net.ipv4.ip_local_port_range=1024 65535"])
        try run("gateway", ["sysctl", "-qw", "net.ipv4.ip_forward=1"])
        // Closed connections leave the table before the next run begins.
        try run("gateway", ["sysctl", "-qw", "net.netfilter.nf_conntrack_tcp_timeout_close=1"])
        try run("server", ["sysctl", "-qw", "net.core.somaxconn=4096"])
    }

    func namespace(_ host: String) -> NetworkNamespace {
        NetworkNamespace(name: "\(Self.prefix)\(name)-\(host)")
    }

    private func link(_ first: String, _ firstName: String, _ second: String, _ secondName: String) throws {
        try ip(
            first,
            ["link", "add", firstName, "type", "veth", "peer", "name", secondName, "netns", namespace(second).name])
        try ip(first, ["link", "set", firstName, "up"])
        try ip(second, ["link", "set", secondName, "up"])
        for host in [first, second] { try ip(host, ["link", "set", "lo", "up"]) }
    }

    private func ip(_ host: String, _ arguments: [String]) throws {
        try Self.ip(["-n", namespace(host).name] + arguments)
    }

    private static func ip(_ arguments: [String]) throws {
        let result = try Command(["ip"] + arguments).run()
        guard result.status == 0 else { throw BenchError("ip \(arguments.joined(separator: " ")): \(result.error)") }
    }

    /// Runs a program in a host to its end.
    @discardableResult
    func run(_ host: String, _ arguments: [String], input: String = "", timeLimit: Duration = .seconds(60)) throws
        -> String
    {
        let result = try Command(arguments, in: namespace(host), input: input, timeLimit: timeLimit).run()
        guard result.status == 0 else {
            throw BenchError("\(arguments.prefix(3).joined(separator: " ")) in \(name)/\(host): \(result.error)")
        }
        return result.output
    }

    /// Starts a program in a host; it ends when the network is closed.
    ///
    /// Foundation learns of a program's end by a descriptor that the program inherits. Some
    /// servers close all they did not open: those (`isForeign`) get a shell as their parent,
    /// which keeps it.
    @discardableResult
    func start(_ host: String, _ arguments: [String], log: URL, isForeign: Bool = false) throws -> Process {
        let arguments = isForeign ? ["sh", "-c", "\"$@\"; exit $?", "sh"] + arguments : arguments
        _ = FileManager.default.createFile(atPath: log.path, contents: nil)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/sbin/ip")
        process.arguments = ["netns", "exec", namespace(host).name] + arguments
        let output = try FileHandle(forWritingTo: log)
        process.standardOutput = output
        process.standardError = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
        processes.append(process)
        return process
    }

    /// Starts a program and waits until its log has a text.
    @discardableResult
    func start(_ host: String, _ arguments: [String], log: URL, until text: String) throws -> Process {
        let process = try start(host, arguments, log: log)
        for _ in 0..<1000 {
            if (try? String(contentsOf: log, encoding: .utf8))?.contains(text) == true { return process }
            guard process.isRunning else { break }
            usleep(20_000)
        }
        let said = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
        throw BenchError("\(arguments.prefix(2).joined(separator: " ")) did not come up: \(said.suffix(1000))")
    }

    /// Ends a program that was started, and what it has started itself.
    func stop(_ process: Process) {
        let children = Self.descendants(of: process.processIdentifier)
        for number in [process.processIdentifier] + children { kill(number, SIGKILL) }
        process.waitUntilExit()
    }

    /// The processes below one, from /proc.
    static func descendants(of number: Int32) -> [Int32] {
        let text = (try? String(contentsOfFile: "/proc/\(number)/task/\(number)/children", encoding: .utf8)) ?? ""
        return text.split(separator: " ").compactMap { Int32($0) }.flatMap { [$0] + descendants(of: $0) }
    }

    /// Workers outlive a parent that was killed.
    private static func killAll(in namespace: String) {
        let result = try? Command(["ip", "netns", "pids", namespace]).run()
        for number in (result?.output ?? "").split(whereSeparator: \.isWhitespace).compactMap({ Int32($0) }) {
            kill(number, SIGKILL)
        }
    }

    /// Removes the namespaces of a run that was broken off, and what runs in them.
    static func removeRemains() {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/run/netns")) ?? []
        for name in names where name.hasPrefix(prefix) {
            killAll(in: name)
            _ = try? Command(["ip", "netns", "del", name]).run()
        }
    }

    private static let prefix = "moat-bench-"

    func close() {
        for process in processes where process.isRunning { kill(process.processIdentifier, SIGKILL) }
        for host in ["client", "gateway", "server"] { Self.killAll(in: namespace(host).name) }
        for process in processes { process.waitUntilExit() }
        for host in ["client", "gateway", "server"] {
            _ = try? Command(["ip", "netns", "del", namespace(host).name]).run()
        }
    }
}
