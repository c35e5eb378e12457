public import MoatModel

/// A machine of the lab that its pods run on.
public struct KubernetesNode: Hashable, Sendable {
    public var name: String
    public var address: IPAddress
    public var labels: [String: String]
    public var isReady: Bool
    var startTime: APITime

    /// `startedAt`: seconds since 1970-01-01T00:00:00Z.
    public init(
        name: String, address: IPAddress, labels: [String: String] = [:], isReady: Bool = true, startedAt: Int64
    ) {
        self.name = name
        self.address = address
        self.labels = labels
        self.isReady = isReady
        self.startTime = APITime(seconds: startedAt)
    }

    /// Nothing is measured or shared out; kubectl divides by these.
    private static let capacity = JSONValue.object([
        "cpu": .string("1"), "memory": .string("1Gi"), "pods": .string("110"),
    ])

    /// The Node object.
    var object: JSONValue {
        let since = JSONValue.string(startTime.inSeconds)
        let labels = ["kubernetes.io/hostname": name, "kubernetes.io/os": "linux"].merging(labels) { $1 }
        return .object([
            "apiVersion": .string("v1"), "kind": .string("Node"),
            "metadata": .object([
                "name": .string(name), "uid": .string(StableName.uid(of: "node/\(name)")),
                "creationTimestamp": since, "labels": .object(labels.mapValues(JSONValue.string)),
            ]),
            "spec": .object(["providerID": .string("moat-lab://\(name)")]),
            "status": .object([
                "capacity": Self.capacity, "allocatable": Self.capacity,
                "addresses": .array([
                    .object(["type": .string("InternalIP"), "address": .string(address.description)]),
                    .object(["type": .string("Hostname"), "address": .string(name)]),
                ]),
                "conditions": .array([
                    .object([
                        "type": .string("Ready"), "status": .string(isReady ? "True" : "False"),
                        "reason": .string(isReady ? "LabUp" : "LabDown"), "message": .string("a machine of the lab"),
                        "lastHeartbeatTime": since, "lastTransitionTime": since,
                    ])
                ]),
                "nodeInfo": .object([
                    "kubeletVersion": .string("v1.\(Discovery.minorVersion).0+moat-lab"),
                    "osImage": .string("moat lab"),
                    "kernelVersion": .string("linux"), "containerRuntimeVersion": .string("moat-lab://1"),
                    "operatingSystem": .string("linux"),
                ]),
            ]),
        ])
    }
}
