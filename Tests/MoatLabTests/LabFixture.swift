import Foundation
import MoatModel

@testable import MoatLab

/// A real lab of a name of its own, without moat, taken down at the end of a test whatever
/// happens in it.
struct LabFixture {
    /// Whether this process can make labs.
    static let isPossible = geteuid() == 0 && (try? Lab.requirePrerequisites(ipv6: true)) != nil

    /// The moat binary that was built beside the tests.
    static let moat: String? = {
        guard let own = try? Program.current() else { return nil }
        let path = URL(filePath: own).deletingLastPathComponent().appending(path: "moat").path
        return access(path, X_OK) == 0 ? path : nil
    }()

    let lab: Lab

    static func uniqueName(_ prefix: String = "t") -> String {
        "\(prefix)\(getpid())-\(UInt32.random(in: 0 ... .max))"
    }

    static func with(
        name: String = uniqueName(), topology: LabTopology = ReferenceLab.topology(),
        resources: ResourceSet = ReferenceLab.resources, executable: String? = nil,
        _ body: (LabFixture) throws -> Void
    ) throws {
        let fixture = LabFixture(lab: Lab(name: name))
        defer { _ = try? fixture.lab.down() }
        try fixture.lab.up(
            .init(topology: topology, resources: resources, gateway: .forwarding, executable: executable))
        try body(fixture)
    }

    /// Whether a TCP connection comes about.
    func connects(from source: String, to target: String, at address: String) throws -> Bool {
        try clientSeen(from: source, to: target, at: address) != nil
    }

    /// The error of a connection attempt; nil where it succeeds.
    func failure(from source: String, to target: String, at address: String) throws -> Int32? {
        do {
            return try clientSeen(from: source, to: target, at: address) == nil ? EPIPE : nil
        } catch let error as SystemError {
            return error.code
        }
    }

    private func clientSeen(from source: String, to target: String, at address: String) throws -> String? {
        // Another port each time: a program that a test beside this one is starting may hold the
        // listener of the last time for a moment longer.
        let port = UInt16.random(in: 10_000...30_000)
        let listener = try TestSocket.listener(at: address, port: port, in: try lab.namespace(of: target))
        defer { listener.close() }
        let client = try TestSocket.connected(to: address, port: port, in: try lab.namespace(of: source))
        defer { client.close() }
        let server = try listener.accept()
        defer { server.close() }
        try client.send("hello")
        return try server.read(5) == "hello" ? "hello" : nil
    }

    /// Makes the firewall's machine forward or not, to see what goes through it.
    func setForwarding(_ isOn: Bool) throws {
        for family in ["ipv4/ip_forward", "ipv6/conf/all/forwarding"] {
            let path = "/proc/sys/net/\(family)"
            try lab.namespace(of: "firewall").withNamespace {
                let descriptor = open(path, O_WRONLY)
                defer { close(descriptor) }
                guard write(descriptor, isOn ? "1" : "0", 1) == 1 else { throw SystemError("write \(path)", errno) }
            }
        }
    }
}
