public import MoatModel

/// A host of the lab's topology file as Kubernetes sees it: a pod.
public struct KubernetesPod: Hashable, Sendable {
    /// A port of its container.
    public struct Port: Hashable, Sendable {
        /// Empty where it has none.
        public var name: String
        public var number: UInt16
        /// `TCP` or `UDP`
        public var transport: String

        public init(name: String = "", number: UInt16, transport: String = "TCP") {
            self.name = name
            self.number = number
            self.transport = transport
        }
    }

    public var name: String
    public var namespace: String
    public var labels: [String: String]
    public var address: IPAddress
    /// The machine that it is on.
    public var nodeName: String
    /// Whether it takes new connections.
    public var isReady: Bool
    /// Whether it is about to end.
    public var isTerminating: Bool
    public var ports: [Port]
    /// How often its program was started again.
    public var restarts: Int
    var startTime: APITime

    /// `startedAt`: seconds since 1970-01-01T00:00:00Z.
    public init(
        name: String, namespace: String = "default", labels: [String: String] = [:], address: IPAddress,
        nodeName: String, isReady: Bool = true, isTerminating: Bool = false, ports: [Port] = [], restarts: Int = 0,
        startedAt: Int64
    ) {
        self.name = name
        self.namespace = namespace
        self.labels = labels
        self.address = address
        self.nodeName = nodeName
        self.isReady = isReady
        self.isTerminating = isTerminating
        self.ports = ports
        self.restarts = restarts
        self.startTime = APITime(seconds: startedAt)
    }

    /// The same for the same pod, and unlike any other's: the lab has no two pods of one name at
    /// one time.
    var uid: String {
        StableName.uid(of: "pod/\(namespace)/\(name)/\(startTime.inSeconds)")
    }

    /// The Pod object. `responder` names what answers on the pod's ports.
    func object(nodeAddress: IPAddress, responder: String = "moat-responder") -> JSONValue {
        let since = JSONValue.string(startTime.inSeconds)
        var metadata = JSONValue.object([
            "name": .string(name), "namespace": .string(namespace), "uid": .string(uid), "creationTimestamp": since,
        ])
        if !labels.isEmpty { metadata["labels"] = .object(labels.mapValues(JSONValue.string)) }
        if isTerminating { metadata["deletionTimestamp"] = since }
        let conditions = [
            ("Initialized", true), ("Ready", isReady), ("ContainersReady", isReady), ("PodScheduled", true),
        ]
        return .object([
            "apiVersion": .string("v1"), "kind": .string("Pod"), "metadata": metadata,
            "spec": .object([
                "containers": .array([container(responder)]), "nodeName": .string(nodeName),
                "restartPolicy": .string("Always"),
            ]),
            "status": .object([
                "phase": .string("Running"), "podIP": .string(address.description),
                "podIPs": .array([.object(["ip": .string(address.description)])]),
                "hostIP": .string(nodeAddress.description), "startTime": since, "qosClass": .string("BestEffort"),
                "conditions": .array(
                    conditions.map { type, holds in
                        .object([
                            "type": .string(type), "status": .string(holds ? "True" : "False"),
                            "lastTransitionTime": since,
                        ])
                    }),
                "containerStatuses": .array([
                    .object([
                        "name": .string(responder), "image": .string(responder), "imageID": .string(""),
                        "ready": .bool(isReady), "started": .bool(true), "restartCount": .integer(Int64(restarts)),
                        "state": .object(["running": .object(["startedAt": since])]),
                    ])
                ]),
            ]),
        ])
    }

    private func container(_ responder: String) -> JSONValue {
        .object([
            "name": .string(responder), "image": .string(responder),
            "ports": .array(
                ports.map { port in
                    var object = JSONValue.object([
                        "containerPort": .integer(Int64(port.number)), "protocol": .string(port.transport),
                    ])
                    if !port.name.isEmpty { object["name"] = .string(port.name) }
                    return object
                }),
        ])
    }
}
