import Foundation
import Glibc
import MoatModel
import Testing

@testable import MoatLab

/// A client, a load balancer and backends, each in a network namespace of its own.
///
///     client 203.0.113.50 -- 203.0.113.1 [balancer] bridge 10.0.5.1 -- 10.0.5.7, .8, .9
///
/// `moat-bench balance` puts tables in force in the balancer.
final class BalancedNetwork {
    static let backends = ["10.0.5.7", "10.0.5.8", "10.0.5.9"]

    private let name = SystemLab.uniqueName()
    private var balancers: [Int32] = []
    private(set) var current: Conversation?

    /// How to speak with a balancer.
    struct Conversation {
        fileprivate var input: Descriptor
        fileprivate var output: Descriptor
    }

    private var listeners: [Int32: String] = [:]

    func host(_ host: String) -> NetworkNamespace {
        NetworkNamespace(name: "moat-\(name)-\(host)")
    }

    private var hosts: [String] { ["client", "balancer"] + Self.backends }

    static func with(_ body: (BalancedNetwork) throws -> Void) throws {
        let network = try built()
        defer { network.close() }
        try network.startBalancer()
        try body(network)
    }

    /// One without a balancer, which the caller closes.
    static func built() throws -> BalancedNetwork {
        let network = BalancedNetwork()
        do {
            try network.build()
        } catch {
            network.close()
            throw error
        }
        return network
    }

    private func build() throws {
        for name in hosts { try ip("netns", "add", host(name).name) }
        for name in hosts { try ip("-n", host(name).name, "link", "set", "lo", "up") }
        let balancer = host("balancer").name
        try cable("client", "client0", address: "203.0.113.50/24", router: "203.0.113.1")
        try ip("-n", balancer, "addr", "add", "203.0.113.1/24", "dev", "client0")
        try ip("-n", balancer, "link", "add", "pods", "type", "bridge")
        try ip("-n", balancer, "addr", "add", "10.0.5.1/24", "dev", "pods")
        try ip("-n", balancer, "link", "set", "pods", "up")
        for (index, address) in Self.backends.enumerated() {
            try cable(address, "pod\(index)", address: "\(address)/24", router: "10.0.5.1")
            try ip("-n", balancer, "link", "set", "pod\(index)", "master", "pods")
        }
        try run(host("balancer"), "sysctl", "-qw", "net.ipv4.ip_forward=1")
    }

    private func cable(_ name: String, _ interface: String, address: String, router: String) throws {
        let balancer = host("balancer").name
        try ip(
            "-n", host(name).name, "link", "add", "eth0", "type", "veth", "peer", "name", interface, "netns", balancer)
        try ip("-n", host(name).name, "addr", "add", address, "dev", "eth0")
        try ip("-n", host(name).name, "link", "set", "eth0", "up")
        try ip("-n", balancer, "link", "set", interface, "up")
        try ip("-n", host(name).name, "route", "add", "default", "via", router)
    }

    private func ip(_ arguments: String...) throws {
        let result = try Command(["ip"] + arguments).run()
        if result.status != 0 { throw SystemTestError("ip \(arguments.joined(separator: " ")): \(result.error)") }
    }

    @discardableResult
    func run(_ host: NetworkNamespace, _ arguments: String...) throws -> String {
        let result = try Command(arguments, in: host).run()
        if result.status != 0 { throw SystemTestError("\(arguments.joined(separator: " ")): \(result.error)") }
        return result.output
    }

    func close() {
        for balancer in balancers {
            kill(balancer, SIGKILL)
            waitpid(balancer, nil, 0)
        }
        for descriptor in listeners.keys { Glibc.close(descriptor) }
        for name in hosts { _ = try? Command(["ip", "netns", "del", host(name).name]).run() }
    }

    // MARK: The balancer

    /// Starts one, as well as those that run.
    func startBalancer() throws {
        let moat = try #require(SystemLab.moat)
        let bench = URL(filePath: moat).deletingLastPathComponent().appending(path: "moat-bench").path
        let (far, near) = try Descriptor.socketPair()
        let answers = try Descriptor.pipe()
        let (input, output) = (far.number, answers.write.number)
        balancers.append(
            try host("balancer").withNamespace {
                try ChildProcess.spawn([bench, "balance"], input: input, output: output, error: 2).pid
            })
        far.close()
        answers.write.close()
        current = Conversation(input: near, output: answers.read)
    }

    /// kill -9 of the one that was started last.
    func killBalancer() {
        guard let balancer = balancers.popLast() else { return }
        kill(balancer, SIGKILL)
        waitpid(balancer, nil, 0)
    }

    /// Puts a table in force: lines as `10.0.4.4:80/tcp None 10.0.5.7:8080 -`. The balancer is the
    /// one that was started last, unless another is given.
    func apply(_ frontends: String..., to balancer: Conversation? = nil) throws {
        let text = Array((frontends + ["apply", ""]).joined(separator: "\n").utf8)
        guard let (input, output) = (balancer ?? current).map({ ($0.input, $0.output) }),
            write(input.number, text, text.count) == text.count
        else {
            throw SystemTestError("the balancer does not listen")
        }
        var answer: [UInt8] = []
        let deadline = Deadline(in: .seconds(20))
        while answer.last != UInt8(ascii: "\n") {
            var interest = pollfd(fd: output.number, events: Int16(POLLIN), revents: 0)
            var byte: UInt8 = 0
            guard poll(&interest, 1, deadline.milliseconds) > 0, read(output.number, &byte, 1) == 1 else {
                throw SystemTestError("the balancer does not answer")
            }
            answer.append(byte)
        }
        let line = String(decoding: answer, as: UTF8.self)
        if !line.hasPrefix("ok ") { throw SystemTestError("the balancer: \(line)") }
    }

    // MARK: Traffic

    /// Lets every backend take connections or datagrams at a port.
    func listen(_ port: UInt16, type: __socket_type = SOCK_STREAM) throws {
        for backend in Self.backends {
            let listener = try Listener(in: host(backend), port: port, type: type)
            listeners[listener.descriptor] = backend
        }
    }

    /// Lets a backend answer HTTP at a port for as long as what is returned is kept.
    func serve(_ port: UInt16, at backend: String, name: String? = nil) throws -> Responding {
        let moat = try #require(SystemLab.moat)
        let spec = ResponderSpec(
            host: name ?? backend, addresses: [backend], services: [LabService(.tcp, port, .http)])
        return try Responding([moat, "lab", "responder", "--spec", spec.json()], in: host(backend))
    }

    struct Arrival: Hashable {
        var backend: String
        /// Whom the backend sees.
        var client: String
    }

    /// The connection or datagram that came to a backend; nil where none does in time.
    func arrival(type: __socket_type = SOCK_STREAM, within limit: Duration = .seconds(2)) throws -> Arrival? {
        var interests = listeners.keys.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        guard poll(&interests, nfds_t(interests.count), Deadline(in: limit).milliseconds) > 0,
            let ready = interests.first(where: { $0.revents != 0 }), let backend = listeners[ready.fd]
        else { return nil }
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let client = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address -> String in
                if type == SOCK_STREAM {
                    let peer = accept(ready.fd, address, &length)
                    if peer >= 0 { kept.append(Descriptor(peer)) }
                } else {
                    var buffer = [UInt8](repeating: 0, count: 2048)
                    let count = recvfrom(ready.fd, &buffer, buffer.count, 0, address, &length)
                    // Answered, so that the flow is not a new one for ever.
                    if count >= 0 { sendto(ready.fd, buffer, count, 0, address, length) }
                }
                var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
                getnameinfo(address, length, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST)
                return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            }
        }
        return Arrival(backend: backend, client: client.replacing("::ffff:", with: ""))
    }

    /// Connections that backends have taken stay open until the network is closed.
    private var kept: [Descriptor] = []

    /// Connects and says where that led; nil where it led nowhere. What comes from the address
    /// of probes is left out.
    func connect(
        from name: String = "client", to address: String = "10.0.4.4", _ port: UInt16 = 80, probes: String? = nil
    ) throws -> Arrival? {
        let probe = try TCPProbe(
            from: host(name), to: Rules.address(address), port: port, timeLimit: .milliseconds(1500))
        defer { withExtendedLifetime(probe) {} }
        var found = try arrival()
        while found != nil, found?.client == probes { found = try arrival() }
        return found
    }
}
