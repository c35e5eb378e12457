import Foundation
import MoatModel
import Testing

@testable import MoatLab

extension SystemTests {
    @Suite struct LabCrashTests {
        /// What `lab` leaves on the machine; only its own, since other labs may come and go.
        private struct Traces: Equatable {
            var namespaces: [String]
            var processes: [pid_t]
            /// Sockets with a path, as far as they are in the machine's own network.
            var sockets: [String]
            var hasFolder: Bool
            var ruleset: String
            var interfaces: Set<String>

            init(of name: String) throws {
                namespaces = NetworkNamespace.all().map(\.name).filter { $0.contains(name) }
                processes = ProcessTable.all.filter { pid in
                    let line = (try? FileSystem.readText("/proc/\(pid)/cmdline")) ?? ""
                    return line.contains(name)
                }
                sockets = try FileSystem.readText("/proc/net/unix").split(separator: "\n").map(String.init)
                    .filter { $0.contains(name) }
                hasFolder = access(LabDirectory(name: name).path, F_OK) == 0
                ruleset = try Command(["nft", "list", "ruleset"]).run().output
                interfaces = Set(FileSystem.entries(of: "/sys/class/net"))
            }
        }

        @Test func downAfterKillMinus9OfEverythingLeavesNothing() throws {
            try SystemLab.with { system throws in
                let lab = system.lab
                let up = try Traces(of: lab.name)
                let processes = ProcessLedger(path: lab.directory.processes).entries.map(\.process)
                #expect(up.namespaces.count == 17)
                #expect(up.hasFolder)
                #expect(Set(processes.map(\.pid)).isSubset(of: up.processes))
                #expect(UnixSocketProbe.answers(at: lab.directory.socket))

                for process in processes where ProcessTable.isAlive(process) { kill(process.pid, SIGKILL) }
                #expect(Deadline(in: .seconds(5)).wait { !processes.contains { ProcessTable.isAlive($0) } })
                #expect(try lab.down())

                let after = try Traces(of: lab.name)
                #expect(after.namespaces == [])
                #expect(after.processes == [])
                #expect(after.sockets == [])
                #expect(!after.hasFolder)
                // The machine's own network was never touched.
                #expect(after.ruleset == up.ruleset)
                #expect(!after.ruleset.contains("moat"))
                #expect(after.interfaces == up.interfaces)
            }
        }
    }
}
