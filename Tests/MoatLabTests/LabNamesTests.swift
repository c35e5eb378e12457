import FoundationEssentials
import Glibc
import MoatModel
import Testing

@testable import MoatLab

/// Names and sites in a lab, with the clients of this machine and their default settings.
@Suite(.enabled(if: LabFixture.isPossible && LabFixture.moat != nil, "needs root"), .serialized)
struct LabNamesTests {
    private static func topology() -> LabTopology {
        var topology = ReferenceLab.topology(services: [
            LabService(.tcp, 80, .site), LabService(.tcp, 443, .site, tls: true),
        ])
        topology.internet.hosts[0].names = ["docker.io", "*.cdn.example"]
        topology.internet.hosts.append(
            .init(
                name: "resolver", addresses: ReferenceLab.interfaces("203.0.113.53/24"),
                services: [LabService(.udp, 53, .dns), LabService(.tcp, 53, .dns)]))
        topology.internet.resolver = ReferenceLab.address("203.0.113.53")
        topology.internet.names = [LabDomain("www.docker.io", alias: "docker.io")]
        return topology
    }

    private func withLab(_ body: (LabFixture) throws -> Void) throws {
        try LabFixture.with(topology: Self.topology(), executable: LabFixture.moat, body)
    }

    private func run(_ lab: LabFixture, on host: String = "app-7", _ command: String...) throws -> Command.Result {
        try Command(command, in: try lab.lab.namespace(of: host), timeLimit: .seconds(20)).run()
    }

    @Test func clientsResolveAndTrustWithDefaultSettings() throws {
        try withLab { lab throws in
            let page = "docker.io on web for "
            let resolved = try run(lab, "getent", "ahosts", "docker.io")
            #expect(resolved.output.contains("203.0.113.9"), "\(resolved.error)")
            #expect(resolved.output.contains("2001:db8:203::9"))
            let curl = try run(lab, "curl", "-sS", "--max-time", "10", "https://docker.io/")
            #expect(curl.output.hasPrefix(page), "\(curl.error)")
            // A wildcard, an alias and an internet host.
            #expect(
                try run(lab, on: "attacker", "curl", "-sS", "http://eu.cdn.example/").output
                    .hasPrefix("eu.cdn.example on web for 192.0.2.66:"))
            #expect(try run(lab, "curl", "-sS", "http://www.docker.io/").output.hasPrefix("www.docker.io on web"))
            let none = try run(lab, "curl", "-sS", "--max-time", "10", "http://example.org/")
            #expect(none.status == 6, "\(none.output)\(none.error)")

            let openssl = try run(
                lab, "openssl", "s_client", "-brief", "-verify_return_error", "-verify_hostname", "docker.io",
                "-servername", "docker.io", "-connect", "docker.io:443")
            #expect(openssl.error.contains("Verification: OK"), "\(openssl.error)")
            // Without the variables, the certificate is found in the folder of hashes.
            let bare = try run(
                lab, "env", "-i", "/usr/bin/openssl", "s_client", "-brief", "-verify_return_error", "-CApath",
                "/etc/ssl/certs", "-connect", "docker.io:443", "-servername", "docker.io")
            #expect(bare.error.contains("Verification: OK"), "\(bare.error)")
        }
    }

    @Test(.enabled(if: Program.path(of: "python3") != nil)) func pythonTrustsTheSites() throws {
        try withLab { lab throws in
            let code = "import urllib.request as r; print(r.urlopen('https://docker.io/').read().decode(), end='')"
            let python = try run(lab, "python3", "-c", code)
            #expect(python.output.hasPrefix("docker.io on web for "), "\(python.error)")
        }
    }

    @Test(.enabled(if: Program.path(of: "node") != nil)) func nodeTrustsTheSites() throws {
        try withLab { lab throws in
            let code = "fetch('https://docker.io/').then(r => r.text()).then(t => process.stdout.write(t))"
            let node = try run(lab, "node", "-e", code)
            #expect(node.output.hasPrefix("docker.io on web for "), "\(node.error)")
        }
    }

    @Test func nothingOutsideTheLabChanges() throws {
        func outside() throws -> [String] {
            try ["/etc/resolv.conf", "/etc/hosts", "/etc/nsswitch.conf"].map { try FileSystem.readText($0) }
                + [FileSystem.readText("/proc/self/mountinfo")] + FileSystem.entries(of: "/etc/ssl/certs").sorted()
        }
        let before = try outside()
        try withLab { lab throws in
            let inside = try run(lab, "cat", "/etc/resolv.conf")
            #expect(inside.output.contains("nameserver 203.0.113.53\n"))
            let certificates = try run(lab, "ls", "/etc/ssl/certs")
            #expect(certificates.output == "\(LabAuthority.fileName)\nca-certificates.crt\n")
            // Named namespaces are mounts of this machine; all else is as it was.
            let now = try outside().map { text in
                text.split(separator: "\n").filter { !$0.contains("/run/netns/moat-") }.joined(separator: "\n")
            }
            let then = before.map { text in
                text.split(separator: "\n").filter { !$0.contains("/run/netns/moat-") }.joined(separator: "\n")
            }
            #expect(now == then)
        }
    }

    @Test func execSeesWhatTheMachineSees() throws {
        let moat = try #require(LabFixture.moat)
        try withLab { lab throws in
            let result = try Command(
                [
                    moat, "lab", "exec", "--lab", lab.lab.name, "app-7", "--", "curl", "-sS",
                    "https://docker.io/headers",
                ],
                timeLimit: .seconds(20)
            ).run()
            #expect(result.output.hasPrefix("GET /headers HTTP/2"), "\(result.error)")
        }
    }

    @Test func aPostQuantumClientSendsMoreThanOneSegment() throws {
        let moat = try #require(LabFixture.moat)
        try withLab { lab throws in
            let result = try run(lab, moat, "lab", "fetch", "https://docker.io/")
            let lines = result.output.split(separator: "\n")
            #expect(lines.first == "200", "\(result.error)")
            #expect(lines.last?.hasPrefix("docker.io on web for ") == true)
            let size = lines.first { $0.hasPrefix("X-Client-Hello: ") || $0.hasPrefix("x-client-hello: ") }.flatMap {
                Int($0.dropFirst(16))
            }
            #expect(try #require(size) > 1460)
        }
    }

    @Test func otherNamesCountFromTheNextQuestionOn() throws {
        try withLab { lab throws in
            #expect(try run(lab, "getent", "ahostsv4", "new.example").status != 0)
            try lab.lab.setNames([LabDomain("new.example", addresses: [ReferenceLab.address("192.0.2.66")])])
            #expect(try run(lab, "getent", "ahostsv4", "new.example").output.contains("192.0.2.66"))
            #expect(try run(lab, "getent", "ahostsv4", "docker.io").status != 0)
        }
    }

    @Test func longAnswersComeByTCP() throws {
        try withLab { lab throws in
            let addresses = (1...60).map { ReferenceLab.address("198.18.0.\($0)") }
            try lab.lab.setNames([LabDomain("many.example", addresses: addresses)])
            let result = try run(lab, "getent", "ahostsv4", "many.example")
            #expect(result.output.contains("198.18.0.60"))
        }
    }

    @Test func withoutAResolverNamesAreRefusedAtOnce() throws {
        try LabFixture.with { lab throws in
            let began = ContinuousClock.now
            #expect(try run(lab, "getent", "ahosts", "docker.io").status != 0)
            #expect(ContinuousClock.now - began < .seconds(2))
        }
    }
}
