import Foundation
import MoatModel
import Testing

@testable import MoatLab

extension SystemTests {
    @Suite struct LabKubernetesTests {
        private func answer(_ lab: SystemLab) throws -> String {
            try lab.curl("http://10.0.5.9:8080/", "--max-time", "2", from: "app-7").body
        }

        @Test func podsAreKeptRunning() throws {
            try SystemLab.with(kubernetes: true) { lab in
                let uid = ["get", "pod", "app-9", "-o", "jsonpath={.metadata.uid}"]
                let first = try lab.lab.kubectl(uid).output
                #expect(try answer(lab).contains("app-9"))

                // Its program dies, and comes again in the same pod.
                let ledger = ProcessLedger(path: lab.lab.directory.processes)
                let responder = try #require(ledger.entries.last { $0.node == "app-9" })
                kill(responder.process.pid, SIGKILL)
                #expect(
                    try lab.waits {
                        let pods = try lab.kubectl("get", "pods", "--no-headers")
                        return pods.split(separator: "\n").contains {
                            let fields = $0.split(separator: " ")
                            return fields.starts(with: ["app-9", "1/1", "Running", "1"])
                        }
                    })
                #expect(try answer(lab).contains("app-9"))
                #expect(try lab.lab.kubectl(uid).output == first)

                // It is deleted, and another comes in its place.
                try lab.kubectl("delete", "pod", "app-9")
                #expect(try lab.waits { try !["", first].contains(lab.lab.kubectl(uid).output) })
                #expect(try answer(lab).contains("app-9"))
                #expect(try lab.lab.status().state == .up)
            }
        }

        @Test func aPodRunsItsProgram() throws {
            try SystemLab.with(kubernetes: true) { topology, _ in
                topology.hosts.append(
                    .init(
                        name: "program", subnet: SubnetReference(virtualNetwork: "aks-vnet", subnet: "aks-5-subnet"),
                        addresses: [Rules.address("10.0.5.20")],
                        pod: .init(
                            node: "node-1", command: ["python3", "-m", "http.server", "8000"], ports: ["http": 8000])))
            } _: { lab in
                // It is ready when the lab is up.
                func row() throws -> String {
                    try lab.kubectl("get", "pod", "program", "--no-headers", "-o", "wide")
                }
                #expect(try row().contains("1/1"))
                #expect(try lab.curl("http://10.0.5.20:8000/", from: "app-7").status == 200)
                let ledger = ProcessLedger(path: lab.lab.directory.processes)
                func process() throws -> ProcessTable.Identity {
                    try #require(ledger.current.last { $0.kind == .pod && $0.node == "program" }).process
                }
                let first = try process()
                let environment = try FileSystem.readText("/proc/\(first.pid)/environ").split(separator: "\0")
                #expect(environment.contains("POD_NAME=program") && environment.contains("POD_IP=10.0.5.20"))
                kill(first.pid, SIGKILL)
                #expect(
                    try lab.waits { try row().split(separator: " ").starts(with: ["program", "1/1", "Running", "1"]) })
                #expect(try process() != first)
                try lab.kubectl("delete", "pod", "program")
                #expect(
                    try lab.waits {
                        (try? row().split(separator: " ").starts(with: ["program", "1/1", "Running", "0"])) == true
                    })
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
