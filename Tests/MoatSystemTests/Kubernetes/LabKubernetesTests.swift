import Foundation
import Testing

@testable import MoatLab

extension SystemTests {
    @Suite struct LabKubernetesTests {
        private func waits(_ isDone: () throws -> Bool) throws -> Bool {
            try Deadline(in: .seconds(120)).wait(every: 100, until: isDone)
        }

        private func kubectl(_ lab: SystemLab, _ arguments: String...) throws -> String {
            let result = try lab.lab.kubectl(arguments)
            guard result.status == 0 else { throw SystemTestError("kubectl \(arguments): \(result.error)") }
            return result.output
        }

        private func answer(_ lab: SystemLab) throws -> String {
            try lab.curl("http://10.0.5.11/", "--max-time", "2", from: "app-7").body
        }

        @Test func podsAreKeptRunning() throws {
            try SystemLab.with(kubernetes: true) { lab in
                let uid = ["get", "pod", "ingress-1", "-n", "ingress", "-o", "jsonpath={.metadata.uid}"]
                let first = try lab.lab.kubectl(uid).output
                #expect(try answer(lab).contains("ingress-1"))

                // Its program dies, and comes again in the same pod.
                let ledger = ProcessLedger(path: lab.lab.directory.processes)
                let responder = try #require(ledger.entries.last { $0.node == "ingress-1" })
                kill(responder.process.pid, SIGKILL)
                #expect(
                    try waits {
                        let pods = try kubectl(lab, "get", "pods", "-n", "ingress", "--no-headers")
                        return pods.split(separator: "\n").contains {
                            let fields = $0.split(separator: " ")
                            return fields.starts(with: ["ingress-1", "1/1", "Running", "1"])
                        }
                    })
                #expect(try answer(lab).contains("ingress-1"))
                #expect(try lab.lab.kubectl(uid).output == first)

                // It is deleted, and another comes in its place.
                _ = try kubectl(lab, "delete", "pod", "ingress-1", "-n", "ingress")
                #expect(try waits { try !["", first].contains(lab.lab.kubectl(uid).output) })
                #expect(try answer(lab).contains("ingress-1"))
                #expect(try lab.lab.status().state == .up)
            }
        }

        @Test func machinesOfTheLabReachTheAPI() throws {
            try SystemLab.with(kubernetes: true) { lab in
                let kubeconfig = lab.lab.directory.kubeconfig(inside: true)
                let program = try #require(Kubectl.preferred)
                let nodes = try lab.run([program.path, "--kubeconfig", kubeconfig, "get", "nodes"], on: "app-7")
                #expect(nodes.output.contains("node-1") && nodes.output.contains("Ready"), "\(nodes.error)")
                let stranger = try lab.curl("https://10.0.5.1:6443/api/v1/pods", from: "app-7")
                #expect(stranger.status == 401)
            }
        }
    }
}
