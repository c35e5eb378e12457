import MoatModel
import Testing

@testable import MoatLab

@Suite struct APITableTests {
    private let now = APITime(seconds: 1_800_000_000)

    private func cells(_ object: JSONValue, _ kind: APIKind) -> [String] {
        let table = APITable.table(of: [object], kind: kind, listMetadata: .object([:]), now: now)
        return (table["rows"]?.array?.first?["cells"]?.array ?? []).map { $0.string ?? "\($0.integer ?? -1)" }
    }

    @Test(
        arguments: [
            (-2, "<invalid>"), (0, "0s"), (119, "119s"), (120, "2m"), (125, "2m5s"), (600, "10m"), (10_740, "179m"),
            (10_800, "3h"), (11_100, "3h5m"), (28_800, "8h"), (172_800, "2d"), (180_000, "2d2h"), (691_200, "8d"),
            (63_072_000, "2y"), (63_158_400, "2y1d"), (252_288_000, "8y"),
        ] as [(Int64, String)])
    func ages(seconds: Int64, text: String) {
        #expect(HumanDuration.text(seconds: seconds) == text)
    }

    @Test func aServiceHasKubectlsColumns() {
        let service = JSONValue.object([
            "metadata": .object([
                "name": .string("web"), "creationTimestamp": .string(APITime(seconds: now.seconds - 90).inSeconds),
            ]),
            "spec": .object([
                "type": .string("LoadBalancer"), "clusterIP": .string("10.96.0.11"),
                "selector": .object(["b": .string("2"), "a": .string("1")]),
                "ports": .array([
                    .object(["port": .integer(80), "nodePort": .integer(30_000), "protocol": .string("TCP")])
                ]),
            ]),
        ])
        #expect(
            APITable.columns(of: .service).map(\.name) == [
                "Name", "Type", "Cluster-IP", "External-IP", "Port(s)", "Age", "Selector",
            ])
        #expect(
            cells(service, .service) == [
                "web", "LoadBalancer", "10.96.0.11", "<pending>", "80:30000/TCP", "90s", "a=1,b=2",
            ])
    }

    @Test func podsAndNodesShowWhatTheyAre() {
        let start = APITime(seconds: now.seconds - 3 * 86_400)
        let pod = KubernetesPod(
            name: "a", namespace: "default", labels: [:], address: .v4(IPv4Address(rawValue: 0x0a00_0104)),
            nodeName: "n", isReady: false, isTerminating: false, ports: [], startedAt: start.seconds)
        #expect(
            cells(pod.object(nodeAddress: pod.address), .pod) == [
                "a", "0/1", "Running", "0", "3d", "10.0.1.4", "n", "<none>", "<none>",
            ])
        let node = KubernetesNode(name: "n", address: pod.address, labels: [:], isReady: true, startedAt: start.seconds)
        #expect(cells(node.object, .node).prefix(6) == ["n", "Ready", "<none>", "3d", "v1.32.0+moat-lab", "10.0.1.4"])
    }

    @Test func theObjectGoesAlongAsAsked() {
        let object = JSONValue.object(["metadata": .object(["name": .string("c")]), "data": .object([:])])
        func included(_ included: APITable.IncludedObject) -> JSONValue? {
            APITable.table(
                of: [object], kind: .configMap, listMetadata: .object([:]), including: included, now: now)["rows"]?
                .array?.first?["object"]
        }
        #expect(included(.none) == nil)
        #expect(included(.metadata)?["kind"] == .string("PartialObjectMetadata"))
        #expect(included(.object) == object)
    }
}
