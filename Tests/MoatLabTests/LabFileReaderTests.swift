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
        #expect(
            topology.internet.hosts.map(\.name) == [
                "client", "web", "resolver", "registry", "cdn", "microsoft", "blocked", "attacker", "feeds", "scanner",
            ])
        #expect(topology.hosts.map(\.name) == ["node-1", "ingress-1", "ingress-2", "app-7", "app-8", "app-9"])
        #expect(
            topology.hosts[3].addresses == [ReferenceLab.address("10.0.5.7"), ReferenceLab.address("fd00:10:0:5::7")])
        let service = try #require(topology.hosts[3].services.first)
        #expect(service.description == "http on 8080/tcp")
        #expect(service.status == 200)
    }

    @Test func theExampleIsALab() throws {
        let text = try String(contentsOf: Self.example.appending(path: "lab.yaml"), encoding: .utf8)
        let manifests = ManifestReader.read(paths: [Self.example.appending(path: "resources").path])
        #expect(manifests.issues == [])
        let resources = ResourceSet(manifests.resources)
        let topology = try LabFileReader.read(text)
        #expect(resources.issues(fqdnTags: FQDNTagCatalog(location: topology.location)) == [])
        let plan = try LabPlan(topology, resources)
        #expect(plan.nodes.count == 19)
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
                    known here: name, addresses, names, services
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

    private func read(internet: String) throws -> LabTopology.Internet {
        try LabFileReader.read(
            "apiVersion: moat.dev/v1alpha1\nkind: Lab\nmetadata: {name: x}\nspec:\n  firewall: edge\n  internet: \(internet)"
        ).internet
    }

    @Test func namesAndSitesAreRead() throws {
        let internet = try read(
            internet: """
                {resolver: 203.0.113.53,
                 names: [{name: www.docker.io, alias: docker.io, ttl: 0}, {name: h.example, addresses: [192.0.2.1], ech: AQID}],
                 hosts: [{name: r, addresses: [203.0.113.20/24], names: ["*.docker.io"],
                          services: [{protocol: tcp, port: 443, respond: site, tls: true, files: mirror}]}]}
                """)
        #expect(internet.resolver == ReferenceLab.address("203.0.113.53"))
        #expect(
            internet.domains == [
                LabDomain("www.docker.io", alias: "docker.io", ttl: 0),
                LabDomain("h.example", addresses: [ReferenceLab.address("192.0.2.1")], ech: "AQID"),
                LabDomain("*.docker.io", addresses: [ReferenceLab.address("203.0.113.20")]),
            ])
        let service = try #require(internet.hosts.first?.services.first)
        #expect(service == LabService(.tcp, 443, .site, tls: true, files: "mirror"))
        #expect(service.description == "site with TLS on 443/tcp")
    }

    @Test func mistakesInNamesAndSitesAreReported() {
        let error = #expect(throws: LabIssues.self) {
            try read(
                internet: """
                    {names: [{name: Docker.io}, {alias: a.example}, {name: b.example, ttl: -1}],
                     hosts: [{name: r, addresses: [203.0.113.20/24], names: [a..b],
                              services: [{protocol: udp, port: 443, respond: site},
                                         {protocol: tcp, port: 80, respond: http, tls: true},
                                         {protocol: tcp, port: 81, respond: site, tls: perhaps}]}]}
                    """)
        }
        #expect(
            error?.issues.map(\.message) == [
                "internet: names: 'Docker.io' is not a name",
                "internet: names: name is missing",
                "name b.example: ttl '-1' is out of range",
                "internet host r: 'a..b' is not a name",
                "internet host r, service: site needs tcp",
                "internet host r, service: only a site has tls and files",
                "internet host r, service: tls must be true or false",
            ])
    }
}
