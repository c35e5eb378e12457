import Glibc
import Testing

@testable import MoatLab

@Suite(.enabled(if: LabFixture.isPossible, "needs root"), .serialized)
struct NetworkNamespaceTests {
    private static func own() -> FileIdentity? {
        FileIdentity(path: "/proc/thread-self/ns/net")
    }

    @Test func aClosureRunsInsideAndTheCallerStaysOutside() throws {
        let name = "moat-\(LabFixture.uniqueName("n"))-x"
        try IPTool.run(["netns", "add", name])
        defer { try? IPTool.run(["netns", "delete", name]) }
        let namespace = NetworkNamespace(name: name)
        let outside = Self.own()
        let inside = try namespace.withNamespace { Self.own() }
        #expect(inside == namespace.identity)
        #expect(inside != outside)
        #expect(Self.own() == outside)
        let result = try Command(["readlink", "/proc/self/ns/net"], in: namespace).run()
        #expect(result.output == "net:[\(inside?.inode ?? 0)]\n")
    }

    @Test func errorsComeOutOfTheThread() throws {
        #expect(throws: LabError("inside")) {
            try NetworkNamespace.withTemporary { throw LabError("inside") }
        }
    }

    @Test func aNamespaceThatIsNotThereIsNamed() {
        let error = #expect(throws: SystemError.self) { try NetworkNamespace(name: "moat-none-x").withNamespace {} }
        #expect(error?.description == "could not open the network namespace moat-none-x: No such file or directory")
    }
}
