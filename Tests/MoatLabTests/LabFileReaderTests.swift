import Foundation
import MoatModel
import Testing

@testable import MoatLab

@Suite struct LabFileReaderTests {
    private static let example = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Examples/aks-firewall")

    @Test func readsTheExample() throws {
        let text = try String(contentsOf: Self.example.appending(path: "lab.yaml"), encoding: .utf8)
        let topology = try LabFileReader.read(text)
        #expect(topology.name == "aks")
        #expect(topology.firewall == "edge")
        #expect(topology.internet.hosts.map(\.name) == ["client", "web", "resolver", "blocked", "attacker"])
        #expect(topology.hosts.map(\.name) == ["ingress", "app-7", "app-8"])
        #expect(
            topology.hosts[1].addresses == [ReferenceLab.address("10.0.5.7"), ReferenceLab.address("fd00:10:0:5::7")])
        let service = try #require(topology.hosts[0].services.first)
        #expect(service.description == "http on 80/tcp")
        #expect(service.status == 404)
    }

    @Test func theExampleIsALab() throws {
        let text = try String(contentsOf: Self.example.appending(path: "lab.yaml"), encoding: .utf8)
        let manifests = ManifestReader.read(paths: [Self.example.appending(path: "resources").path])
        #expect(manifests.issues == [])
        let resources = ResourceSet(manifests.resources)
        #expect(resources.issues() == [])
        let plan = try LabPlan(try LabFileReader.read(text), resources)
        #expect(plan.nodes.count == 11)
    }

    @Test func everyMistakeIsReportedAtItsPlace() {
        let text = """
            apiVersion: moat.dev/v1
            kind: Lab
            metadata:
              name: Big Lab
            spec:
              firewall: edge
              internet:
                networks: [198.51.100.1/24]
                hosts:
                  - name: web
                    addresses: [203.0.113.9]
                    color: red
              hosts:
                - name: app-7
                  subnet: aks-5-subnet
                  address: 10.0.5
                  services:
                    - {protocol: udp, port: 70000, respond: http, status: 99}
                    - {protocol: sctp, port: 1, respond: echo}
            """
        let error = #expect(throws: LabIssues.self) { try LabFileReader.read(text, file: "lab.yaml") }
        #expect(
            error?.description == """
                lab.yaml:1:13  apiVersion is 'moat.dev/v1'
                    a lab file has apiVersion: moat.dev/v1alpha1
                lab.yaml:4:9  metadata: 'Big Lab' is not a name
                    1 to 40 lower-case letters, digits and '-', neither first nor last a '-'
                lab.yaml:8:16  internet: networks: '198.51.100.1/24' is not a prefix
                    write it like 198.51.100.0/24
                lab.yaml:11:21  internet host web: '203.0.113.9' is not an address with the length of its network
                    write it like 203.0.113.9/24
                lab.yaml:12:9  internet host: unknown field 'color'
                    known here: name, addresses, services
                lab.yaml:15:15  host app-7: subnet 'aks-5-subnet' is not network/subnet
                    write it as aks-vnet/aks-5-subnet
                lab.yaml:16:16  host app-7: '10.0.5' is not an address
                    write it like 10.0.5.7
                lab.yaml:18:33  host app-7, service: port '70000' is out of range
                    write a number from 1 to 65535
                lab.yaml:18:63  host app-7, service: status '99' is out of range
                    write a number from 200 to 599
                lab.yaml:19:22  host app-7, service: unknown protocol 'sctp'
                    one of tcp, udp
                10 errors. Nothing was started.
                """)
    }

    @Test(arguments: ["", "   ", "- a\n- b", "just text", "{", "a: [", "\u{0}\u{1}binary", "spec: {}\nspec: {}"])
    func whatIsNoLabFileIsRefused(_ text: String) {
        #expect(throws: LabIssues.self) { try LabFileReader.read(text) }
    }

    @Test func hugeFilesAreRefusedUnread() {
        let text = String(repeating: "a: b\n", count: 300_000)
        let error = #expect(throws: LabIssues.self) { try LabFileReader.read(text) }
        #expect(error?.issues.first?.message == "the file is larger than 1 MiB")
    }

    @Test func httpNeedsTCP() {
        let text = """
            apiVersion: moat.dev/v1alpha1
            kind: Lab
            metadata: {name: x}
            spec:
              firewall: edge
              internet: {}
              hosts:
                - {name: a, subnet: v/s, address: 10.0.5.7, services: [{protocol: udp, port: 80, respond: http}]}
            """
        let error = #expect(throws: LabIssues.self) { try LabFileReader.read(text) }
        #expect(error?.issues.map(\.message) == ["host a, service: http needs tcp"])
    }
}
