import FoundationEssentials
import Testing

@testable import MoatLab

/// What deploy/kubernetes makes, and what a cluster says to it.
@Suite(.enabled(if: Kubectl.preferred != nil, "scripts/install-dependencies.sh test fetches Debian's kubectl"))
struct DeploymentManifestsTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "deploy/kubernetes").path

    private static func kubectl(
        _ arguments: [String], _ kubeconfig: String = "/dev/null", input: String = ""
    ) async throws -> Command.Result {
        let kubectl = try #require(Kubectl.preferred)
        return try await BlockingCall.run {
            try kubectl.run(arguments, kubeconfig: kubeconfig, input: input, timeLimit: .seconds(300))
        }
    }

    /// The documents, and the text of each.
    private static func rendered() async throws -> [(value: JSONValue, text: String)] {
        let result = try await kubectl(["kustomize", folder])
        try #require(result.status == 0, "\(result.error)")
        return try result.output.split(separator: "\n---\n").map { (try JSONValue(yaml: String($0)), String($0)) }
    }

    private static func find(_ kind: String) async throws -> JSONValue {
        try #require(try await rendered().first { $0.value["kind"]?.string == kind }?.value)
    }

    @Test(arguments: KubectlTests.versions) func aClusterTakesAllThatALabServes(kubectl: Kubectl) async throws {
        let documents = try await Self.rendered()
        #expect(documents.count == 10)
        let served = documents.filter { $0.value["kind"]?.string != "Deployment" }
        #expect(served.count == documents.count - 1)
        try await APIServerFixture.with { api in
            let text = served.map(\.text).joined(separator: "\n---\n")
            for expected in ["created", "unchanged"] {
                let result = try await BlockingCall.run {
                    try kubectl.run(
                        ["apply", "-f", "-"], kubeconfig: api.kubeconfig, input: text, timeLimit: .seconds(300))
                }
                #expect(result.status == 0, "\(result.error)")
                let lines = result.output.split(separator: "\n")
                #expect(lines.count == served.count && lines.allSatisfy { $0.hasSuffix(expected) }, "\(result.output)")
            }
            let service = try await Self.kubectl(
                [
                    "-n", "moat-ingress", "get", "service", "moat-ingress", "-o",
                    "jsonpath={.spec.externalTrafficPolicy}",
                ],
                api.kubeconfig)
            #expect(service.output == "Local")
        }
    }

    @Test func theLoadBalancerLeadsToTheControllers() async throws {
        let service = try await Self.find("Service")
        let annotations = service[["metadata", "annotations"]]
        #expect(annotations?["service.beta.kubernetes.io/azure-load-balancer-internal"] == "true")
        #expect(annotations?["service.beta.kubernetes.io/azure-load-balancer-internal-subnet"] == "ing-4-subnet")
        #expect(service[["spec", "loadBalancerIP"]] == "10.0.4.4")
        let deployment = try await Self.find("Deployment")
        let pod = try #require(deployment[["spec", "template"]])
        #expect(pod[["metadata", "labels"]] == deployment[["spec", "selector", "matchLabels"]])
        #expect(pod[["metadata", "labels"]] == service[["spec", "selector"]])
        let container = try #require(pod[["spec", "containers"]]?.array?.first)
        let ports = try #require(container["ports"]?.array).compactMap { $0["name"]?.string }
        for port in try #require(service[["spec", "ports"]]?.array) {
            #expect(ports.contains(port["targetPort"]?.string ?? ""))
        }
        #expect(container[["readinessProbe", "httpGet", "path"]] == "/readyz")
        #expect(container[["livenessProbe", "httpGet", "path"]] == "/healthz")
    }

    @Test func aControllerMayDoLittle() async throws {
        let deployment = try await Self.find("Deployment")
        #expect(deployment[["spec", "replicas"]] == 2)
        let pod = try #require(deployment[["spec", "template", "spec"]])
        #expect(pod[["securityContext", "runAsNonRoot"]] == .bool(true))
        let container = try #require(pod["containers"]?.array?.first)
        #expect(container[["securityContext", "allowPrivilegeEscalation"]] == .bool(false))
        #expect(container[["securityContext", "readOnlyRootFilesystem"]] == .bool(true))
        #expect(container[["securityContext", "capabilities", "drop"]] == ["ALL"])
        let account = try await Self.find("ServiceAccount")
        #expect(pod["serviceAccountName"] == account[["metadata", "name"]])
        for kind in ["Role", "ClusterRole"] {
            let rules = try #require(try await Self.find(kind)["rules"]?.array)
            for rule in rules {
                let named = ["apiGroups", "resources", "verbs"].flatMap { rule[$0]?.array ?? [] }
                #expect(!named.contains("*"))
            }
        }
        // Of what belongs to others only the status of Ingresses is written.
        let rules = try #require(try await Self.find("ClusterRole")["rules"]?.array)
        let written = rules.filter { rule in
            (rule["verbs"]?.array ?? []).contains { !["get", "list", "watch"].contains($0.string) }
        }.flatMap { $0["resources"]?.array ?? [] }
        #expect(written == ["ingresses/status", "events"])
    }
}
