import MoatModel
import Synchronization
import Testing

@testable import MoatLab

@Suite(.enabled(if: LabFixture.isPossible, "needs root"), .serialized)
struct FabricAgentTests {
    /// Gives what it is told to give; nil for a daemon that does not answer.
    private final class Source: ResourceSource {
        let current = Mutex<ResourceSet?>(nil)
        let asked = Mutex(0)

        func resources() async -> ResourceSet? {
            asked.withLock { $0 += 1 }
            return current.withLock { $0 }
        }

        /// Lets the agent see a state, and act on it.
        func give(_ resources: ResourceSet?) async throws {
            current.withLock { $0 = resources }
            let before = asked.withLock { $0 }
            while asked.withLock({ $0 }) < before + 2 { try await Task.sleep(for: .milliseconds(5)) }
        }
    }

    @Test func followsItsSourceAndKeepsTheRoutesWhileItIsSilent() async throws {
        let lab = Lab(name: LabFixture.uniqueName())
        defer { _ = try? lab.down() }
        try lab.up(
            .init(topology: ReferenceLab.topology(), resources: ReferenceLab.resources, gateway: .forwarding))
        let fixture = LabFixture(lab: lab)
        let record = try lab.record()
        let source = Source()
        let lines = Mutex<[String]>([])
        let task = Task {
            var agent = FabricAgent(record: record, source: source, interval: .milliseconds(10))
            await agent.run(ready: {}, report: { line in lines.withLock { $0.append(line) } })
        }
        try await source.give(nil)
        #expect(try fixture.connects(from: "app-7", to: "web", at: "203.0.113.9"))
        try await source.give(ReferenceLab.resources(with: []))
        #expect(try fixture.failure(from: "app-7", to: "web", at: "203.0.113.9") != nil)
        try await source.give(nil)
        #expect(try fixture.failure(from: "app-7", to: "web", at: "203.0.113.9") != nil)
        try await source.give(ReferenceLab.resources)
        #expect(try fixture.connects(from: "app-7", to: "web", at: "203.0.113.9"))
        task.cancel()
        await task.value
        // Two for aks-5-subnet (IPv4, IPv6), one for ing-4-subnet.
        #expect(lines.withLock { $0 }.last == "3 routes changed")
    }
}
