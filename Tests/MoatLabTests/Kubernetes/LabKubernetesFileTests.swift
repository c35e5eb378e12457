import MoatModel
import Testing

@testable import MoatLab

@Suite struct LabKubernetesFileTests {
    private func topology(_ spec: String) throws -> LabTopology {
        try LabFileReader.read(
            """
            apiVersion: moat.dev/v1alpha1
            kind: Lab
            metadata: {name: x}
            spec:
              firewall: edge
              internet: {networks: [198.51.100.0/24]}
            \(spec)
            """)
    }

    private func messages(_ spec: String) -> [String] {
        (#expect(throws: LabIssues.self) { try topology(spec) })?.issues.map(\.message) ?? []
    }

    private static let cluster = """
          kubernetes: {port: 443, nodes: [node-1], loadBalancers: 1}
          hosts:
            - {name: node-1, subnet: aks-vnet/aks-5-subnet, address: 10.0.5.4}
            - name: web
              subnet: aks-vnet/aks-5-subnet
              addresses: ["fd00:10:0:5::9", 10.0.5.9]
              pod: {namespace: shop, labels: {app: web, example.com/tier: "1"}, node: node-1}
              services: [{protocol: tcp, port: 80, respond: http}, {protocol: udp, port: 53, respond: echo}]
        """

    @Test func clusterAndPodsAreRead() throws {
        let topology = try topology(Self.cluster)
        #expect(topology.kubernetes == .init(port: 443, nodes: ["node-1"], loadBalancers: 1))
        #expect(topology.hosts[0].pod == nil)
        #expect(
            topology.hosts[1].pod
                == .init(namespace: "shop", labels: ["app": "web", "example.com/tier": "1"], node: "node-1"))
    }

    @Test func aPodMayRunAProgram() throws {
        let topology = try topology(
            """
              kubernetes: {nodes: [node-1]}
              hosts:
                - {name: node-1, subnet: aks-vnet/aks-5-subnet, address: 10.0.5.4}
                - name: web
                  subnet: aks-vnet/aks-5-subnet
                  address: 10.0.5.9
                  pod: {node: node-1, command: [moat, version, "{lab}/{pod}"], ports: {http: 80, https: 443}}
            """)
        #expect(
            topology.hosts[1].pod
                == .init(
                    node: "node-1", command: ["moat", "version", "{lab}/{pod}"], ports: ["http": 80, "https": 443]))
        let directory = LabDirectory(root: "/labs", name: "x")
        let spec = try #require(try LabPlan(topology, ReferenceLab.resources, directory: directory).kubernetes)
        let process = try #require(PlannedProcess.pod(spec.pods[0], in: directory))
        #expect(process.program == nil && process.arguments == ["version", "/labs/x/web"])
        #expect(process.environment["KUBECONFIG"] == "/labs/x/kubeconfig-inside")
        #expect(process.environment["POD_IP"] == "10.0.5.9")
        #expect(
            KeptPod(spec.pods[0]).shown?.ports == [
                .init(name: "http", number: 80), .init(name: "https", number: 443),
            ])
    }

    @Test func whatIsLeftOutHasItsDefault() throws {
        let topology = try topology("  kubernetes: {nodes: []}")
        #expect(topology.kubernetes == .init(port: 6443, nodes: [], loadBalancers: 2))
    }

    @Test func mistakesAreReported() {
        #expect(messages("  kubernetes: {port: 0, nodes: []}") == ["kubernetes: port '0' is out of range"])
        #expect(messages("  kubernetes: {nodes: [], color: red}") == ["kubernetes: unknown field 'color'"])
        #expect(
            messages("  hosts: [{name: a, subnet: v/s, address: 10.0.5.9, pod: {namespace: Shop, node: n}}]")
                == ["host a, pod: namespace 'Shop'"])
        #expect(
            messages("  hosts: [{name: a, subnet: v/s, address: 10.0.5.9, pod: {labels: {a b: c}, node: n}}]")
                == ["host a, pod: label a b: 'c'"])
        #expect(
            messages("  hosts: [{name: a, subnet: v/s, address: 10.0.5.9, pod: {labels: [app], node: n}}]")
                == ["host a, pod: labels must be a mapping"])
        #expect(
            messages("  hosts: [{name: a, subnet: v/s, address: 10.0.5.9, pod: {node: n, ports: {http: 80}}}]")
                == ["host a, pod has ports and no command"])
        #expect(
            messages("  hosts: [{name: a, subnet: v/s, address: 10.0.5.9, pod: {}}]")
                == ["host a, pod: node is missing"])
    }

    @Test func whatDoesNotFitTogetherIsReported() throws {
        let pod = "subnet: aks-vnet/aks-5-subnet, address: 10.0.5.9, pod: {node: node-2}"
        let alone = try topology("  hosts: [{name: a, \(pod)}]")
        #expect(
            TopologyCheck.issues(of: alone, ReferenceLab.resources).map(\.message) == [
                "host a: it is a pod of no cluster"
            ])
        let lost = try topology("  kubernetes: {nodes: [node-1, a, a]}\n  hosts: [{name: a, \(pod)}]")
        #expect(
            TopologyCheck.issues(of: lost, ReferenceLab.resources).map(\.message) == [
                "kubernetes: node node-1: there is no such host", "host a is a node and a pod",
                "kubernetes: node a is named twice", "host a is a node and a pod",
                "host a: its pod is on node node-2, which there is not",
            ])
    }

    @Test func thePlanHasTheAPIAndItsLoadBalancers() throws {
        let directory = LabDirectory(root: "/labs", name: "x")
        let plan = try LabPlan(try topology(Self.cluster), ReferenceLab.resources, directory: directory)
        let spec = try #require(plan.kubernetes)
        // Those of the nodes' subnet first, and IPv4 before IPv6.
        #expect(
            spec.addresses == [
                "10.0.5.1", "10.0.3.1", "10.0.4.1", "fd00:10:0:5::1", "fd00:10:0:3::1",
            ])
        #expect(spec.port == 443)
        #expect(spec.nodes == [.init(name: "node-1", address: "10.0.5.4")])
        #expect(spec.pods.map(\.name) == ["web"])
        #expect(spec.pods.first?.address == "10.0.5.9")
        let processes = plan.processes.filter { $0.kind == .kubernetes || $0.kind == .loadBalancer }
        #expect(
            processes.map { $0.arguments.joined(separator: " ") } == [
                "lab kubernetes --spec /labs/x/kubernetes.json",
                "lb run --kubeconfig /labs/x/kubeconfig-inside --socket /labs/x/lb-1.sock --subnet "
                    + "aks-5-subnet=10.0.5.0/24 --subnet ing-4-subnet=10.0.4.0/24 --default-subnet aks-5-subnet "
                    + "--reserve 10.0.5.4 --reserve 10.0.5.9",
            ])
        let bare = try LabPlan(
            try topology(Self.cluster), ReferenceLab.resources, gateway: .forwarding, directory: directory)
        #expect(bare.kubernetes == nil && !bare.processes.contains { $0.kind == .kubernetes })
    }
}
