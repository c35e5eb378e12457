import Glibc
import MoatModel
import Testing

@testable import MoatLab

@Suite(.enabled(if: LabFixture.isPossible, "needs root"), .serialized)
struct LabLifecycleTests {
    private func namespaces(of lab: Lab) -> [String] {
        NetworkNamespace.all().map(\.name).filter { $0.hasPrefix(lab.directory.namespacePrefix) }
    }

    /// The interfaces of the machine's own network.
    private func interfaces() -> Set<String> {
        Set(FileSystem.entries(of: "/sys/class/net"))
    }

    @Test func downLeavesNothing() throws {
        let before = interfaces()
        var name = ""
        try LabFixture.with { lab throws in
            name = lab.lab.name
            #expect(namespaces(of: lab.lab).count == 7)
            #expect(Lab.names().contains(name))
            #expect(interfaces() == before)
            #expect(try lab.lab.status().state == .up)
            #expect(try lab.lab.down())
            #expect(try !lab.lab.down())
        }
        let lab = Lab(name: name)
        #expect(namespaces(of: lab) == [])
        #expect(access(lab.directory.path, F_OK) != 0)
        #expect(interfaces() == before)
    }

    @Test func aLabThatIsUpIsNotBroughtUpAgain() throws {
        try LabFixture.with { lab throws in
            let error = #expect(throws: LabError.self) {
                try lab.lab.up(
                    .init(
                        topology: ReferenceLab.topology(), resources: ReferenceLab.resources, gateway: .forwarding))
            }
            #expect(error?.message.hasPrefix("lab \(lab.lab.name) is up already") == true)
            #expect(try lab.connects(from: "app-7", to: "web", at: "203.0.113.9"))
        }
    }

    @Test func twoLabsWithTheSameAddressesStandSideBySide() throws {
        let name = LabFixture.uniqueName()
        try LabFixture.with(name: name) { first throws in
            // A name that begins like the other's.
            try LabFixture.with(name: "\(name)-b") { second throws in
                #expect(try first.connects(from: "app-7", to: "web", at: "203.0.113.9"))
                #expect(try second.connects(from: "app-7", to: "web", at: "203.0.113.9"))
                try second.setForwarding(false)
                #expect(try first.connects(from: "app-7", to: "web", at: "203.0.113.9"))
                try second.setForwarding(true)
                try first.lab.down()
                #expect(namespaces(of: second.lab).count == 7)
                #expect(try second.connects(from: "app-7", to: "web", at: "203.0.113.9"))
            }
        }
    }

    @Test func downEndsWhoeverIsInTheLab() throws {
        try LabFixture.with { lab throws in
            let null = try Descriptor.open("/dev/null", O_RDWR)
            let number = null.number
            let stubborn = try lab.lab.namespace(of: "app-7").withNamespace {
                try ChildProcess.spawn(
                    ["/bin/sh", "-c", "trap '' TERM; while :; do sleep 0.1; done"], input: number, output: number,
                    error: number, isDetached: true)
            }
            null.close()
            let identity = try #require(ProcessTable.identity(of: stubborn.pid))
            usleep(100_000)
            try lab.lab.down()
            #expect(!ProcessTable.isAlive(identity))
            #expect(stubborn.wait() == 128 + SIGKILL)
        }
    }

    @Test func downWorksWithoutTheFolder() throws {
        try LabFixture.with { lab throws in
            try FileSystem.removeTree(lab.lab.directory.path)
            #expect(throws: LabError.self) { try lab.lab.record() }
            #expect(try lab.lab.down())
            #expect(namespaces(of: lab.lab) == [])
        }
    }

    @Test func downWorksOnAHalfBuiltLab() throws {
        let lab = Lab(name: LabFixture.uniqueName())
        defer { _ = try? lab.down() }
        try FileSystem.makeDirectories(lab.directory.path)
        try IPTool.run(["netns", "add", lab.directory.namespace("internet")])
        let error = #expect(throws: LabError.self) { try lab.record() }
        #expect(error?.message.contains("moat lab down \(lab.name)") == true)
        #expect(try lab.down())
        #expect(namespaces(of: lab) == [])
        #expect(access(lab.directory.path, F_OK) != 0)
    }

    @Test func whatFailsHalfWayIsCleanedUp() throws {
        let lab = Lab(name: LabFixture.uniqueName())
        let topology = ReferenceLab.topology(services: [LabService(.tcp, 80, .http)])
        // The responder is a program that ends at once.
        let error = #expect(throws: LabError.self) {
            try lab.up(
                .init(
                    topology: topology, resources: ReferenceLab.resources, gateway: .forwarding,
                    executable: "/bin/false"))
        }
        #expect(error?.message == "the responder of web ended at once; it said nothing")
        #expect(namespaces(of: lab) == [])
        #expect(access(lab.directory.path, F_OK) != 0)
    }

    @Test func aCancelledUpIsCleanedUp() async throws {
        let lab = Lab(name: LabFixture.uniqueName())
        let task = Task.detached {
            try lab.up(
                .init(topology: ReferenceLab.topology(), resources: ReferenceLab.resources, gateway: .forwarding),
                progress: LabProgress(began: { _ in withUnsafeCurrentTask { $0?.cancel() } }, ended: { _ in }))
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(namespaces(of: lab) == [])
        #expect(access(lab.directory.path, F_OK) != 0)
    }

    @Test func downWaitsForNobodyWhoIsStillAtWork() throws {
        try LabFixture.with { lab throws in
            let lock = try LabLock(lab.lab.directory)
            let error = #expect(throws: LabError.self) { try lab.lab.down() }
            #expect(error?.message.contains("just coming up or going down") == true)
            lock.release()
        }
    }

    @Test func anUnknownMachineIsAnsweredWithTheKnownOnes() throws {
        try LabFixture.with { lab throws in
            let error = #expect(throws: LabError.self) { try lab.lab.namespace(of: "app-9") }
            #expect(
                error?.message == "lab \(lab.lab.name) has no machine app-9; "
                    + "it has: internet, firewall, fabric, web, attacker, ingress, app-7")
        }
    }
}
