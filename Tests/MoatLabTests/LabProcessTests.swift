import Foundation
import MoatModel
import Testing

@testable import MoatLab

/// Labs with everything in them: the moat binary that was built beside the tests serves as
/// the firewall, the fabric and the responders.
@Suite(.enabled(if: LabFixture.isPossible && LabFixture.moat != nil, "needs root"), .serialized)
struct LabProcessTests {
    private static let example = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Examples/aks-firewall").standardizedFileURL

    private static func configuration() throws -> Lab.Configuration {
        let text = try String(contentsOf: example.appending(path: "lab.yaml"), encoding: .utf8)
        let folder = example.appending(path: "resources").path
        return Lab.Configuration(
            topology: try LabFileReader.read(text),
            resources: ResourceSet(ManifestReader.read(paths: [folder]).resources), manifests: [folder],
            executable: LabFixture.moat)
    }

    private static func withExample(_ body: (Lab) throws -> Void) throws {
        let lab = Lab(name: LabFixture.uniqueName())
        defer { _ = try? lab.down() }
        try lab.up(try configuration())
        try body(lab)
    }

    private func moat(_ lab: Lab, _ arguments: String...) throws {
        let program = try #require(LabFixture.moat)
        let result = try Command([program] + arguments + ["--socket", lab.directory.socket]).run()
        #expect(result.status == 0, "\(result.error)")
    }

    private func text(from source: String, to address: String, _ port: UInt16, _ lab: Lab) throws -> String {
        let socket = try TestSocket.connected(to: address, port: port, in: try lab.namespace(of: source))
        defer { socket.close() }
        return try socket.readToEnd()
    }

    @Test func theExampleComesUpAndCarriesTraffic() throws {
        try Self.withExample { lab throws in
            #expect(try lab.status().state == .up)
            let folder = Self.example.appending(path: "../../deploy/kubernetes/cluster").path
            #expect(try lab.kubectl(["apply", "--server-side", "-f", folder]).status == 0)
            // It takes a moment until the load balancer has it in force.
            let client = try lab.namespace(of: "client")
            #expect(
                Deadline(in: .seconds(60)).wait(every: 100) {
                    guard let socket = try? TestSocket.connected(to: "198.51.100.10", port: 80, in: client) else {
                        return false
                    }
                    socket.close()
                    return true
                })
            #expect(try text(from: "app-7", to: "203.0.113.9", 443, lab).contains("198.51.100.10:"))
            #expect(throws: SystemError.self) { try text(from: "app-8", to: "203.0.113.9", 443, lab) }
        }
    }

    @Test func deletingTheRouteTableChangesRealRoutes() throws {
        try Self.withExample { lab throws in
            let fabric = try lab.namespace(of: "fabric")
            let link = try #require(try lab.record().links.first { $0.subnet.subnet == "aks-5-subnet" })
            func defaultRoute() throws -> String {
                try Command(["ip", "route", "show", "table", "\(link.table)", "exact", "0.0.0.0/0"], in: fabric)
                    .run().output
            }
            #expect(try defaultRoute().hasPrefix("default via 10.0.3.4"))
            try moat(lab, "delete", "RouteTable", "aks-5-routes")
            #expect(try Deadline(in: .seconds(3)).wait { try defaultRoute().hasPrefix("unreachable default") })
            try moat(lab, "apply", "-f", Self.example.appending(path: "resources/network.yaml").path)
            #expect(try Deadline(in: .seconds(3)).wait { try defaultRoute().hasPrefix("default via 10.0.3.4") })
        }
    }

    @Test func afterKillMinus9OfEverythingDownLeavesNothing() throws {
        let interfaces = Set(FileSystem.entries(of: "/sys/class/net"))
        try Self.withExample { lab throws in
            let processes = ProcessLedger(path: lab.directory.processes).entries.map(\.process)
            #expect(processes.count == 17)
            #expect(processes.allSatisfy { ProcessTable.isAlive($0) })
            for process in processes where ProcessTable.isAlive(process) { kill(process.pid, SIGKILL) }
            #expect(Deadline(in: .seconds(5)).wait { !processes.contains { ProcessTable.isAlive($0) } })
            let status = try lab.status()
            #expect(status.state == .broken)
            #expect(LabDrawing(status).text.contains("firewall edge   ! gateway not running"))
            #expect(try lab.down())
            let prefix = lab.directory.namespacePrefix
            #expect(!NetworkNamespace.all().contains { $0.name.hasPrefix(prefix) })
            #expect(!Lab.names().contains(lab.name))
            #expect(!processes.contains { ProcessTable.isAlive($0) })
        }
        #expect(Set(FileSystem.entries(of: "/sys/class/net")) == interfaces)
    }

    @Test func anUpThatIsKilledHalfWayIsClearedByDown() throws {
        let moat = try #require(LabFixture.moat)
        let null = try Descriptor.open("/dev/null", O_RDWR)
        let name = LabFixture.uniqueName()
        let lab = Lab(name: name)
        defer { _ = try? lab.down() }
        // Killed at several points of its way.
        for delay in [10, 20, 30, 45, 60, 80, 120, 250] as [UInt32] {
            let child = try ChildProcess.spawn(
                [moat, "lab", "up", "--name", name, Self.example.path], input: null.number, output: null.number,
                error: null.number)
            usleep(delay * 1000)
            kill(child.pid, SIGKILL)
            _ = child.wait()
            _ = try lab.down()
            let prefix = lab.directory.namespacePrefix
            #expect(!NetworkNamespace.all().contains { $0.name.hasPrefix(prefix) })
            #expect(access(lab.directory.path, F_OK) != 0)
            let left = ProcessTable.all.filter { pid in
                let line = (try? FileSystem.readText("/proc/\(pid)/cmdline")) ?? ""
                return line.contains("/run/moat/lab/\(name)/")
            }
            #expect(left == [])
        }
    }

    @Test func anInterruptedUpCleansUpAfterItself() throws {
        let moat = try #require(LabFixture.moat)
        let null = try Descriptor.open("/dev/null", O_RDWR)
        let lab = Lab(name: LabFixture.uniqueName())
        defer { _ = try? lab.down() }
        let child = try ChildProcess.spawn(
            [moat, "lab", "up", "--name", lab.name, Self.example.path], input: null.number, output: null.number,
            error: null.number)
        #expect(Deadline(in: .seconds(5)).wait(every: 1) { access(lab.directory.record, F_OK) == 0 })
        kill(child.pid, SIGINT)
        let status = child.wait()
        #expect(status == 130)
        #expect(access(lab.directory.path, F_OK) != 0)
    }

    @Test func aFirewallThatDoesNotStartIsSaidWithItsOwnWords() throws {
        var configuration = try Self.configuration()
        let script = "/tmp/moat-fails-\(getpid())"
        // Stands for a moat whose firewall finds something missing.
        try FileSystem.write(
            "#!/bin/sh\n[ \"$1\" = serve ] && { echo 'no nf_tables in this kernel' >&2; exit 2; }\nexec \(LabFixture.moat ?? "") \"$@\"\n",
            to: script)
        chmod(script, 0o755)
        defer { unlink(script) }
        configuration.executable = script
        let lab = Lab(name: LabFixture.uniqueName())
        defer { _ = try? lab.down() }
        let error = #expect(throws: LabError.self) { try lab.up(configuration) }
        #expect(error?.message == "the gateway of firewall ended at once; it said:\n    no nf_tables in this kernel")
        #expect(access(lab.directory.path, F_OK) != 0)
    }

    @Test func execPassesTheExitStatusThrough() throws {
        let moat = try #require(LabFixture.moat)
        try LabFixture.with { fixture throws in
            func run(_ arguments: String...) throws -> Command.Result {
                try Command([moat, "lab", "exec", "--lab", fixture.lab.name] + arguments).run()
            }
            #expect(try run("app-7", "--", "sh", "-c", "exit 7").status == 7)
            #expect(try run("app-7", "--", "ip", "-br", "address", "show", "eth0").output.contains("10.0.5.7/24"))
            let unknown = try run("app-9", "--", "true")
            #expect(unknown.status == 1)
            #expect(unknown.error.contains("it has: internet, firewall, fabric, web, attacker, ingress, app-7"))
            let missing = try run("app-7", "--", "no-such-command")
            #expect(missing.status == 2)
            #expect(missing.error == "error: there is no command 'no-such-command' on this machine\n")
        }
    }
}
