extension APISchemas {
    /// Pods and nodes come from the lab's topology file, so these say what is shown of them.
    static var podsAndNodes: [APISchema] {
        [
            object(
                core("Pod"), "A host of the lab's topology file that Services select.",
                [
                    .init("spec", .reference(core("PodSpec")), "What the pod is to be."),
                    .init("status", .reference(core("PodStatus")), "What the pod is."),
                ]),
            APISchema(
                core("PodSpec"), "What a pod is to be.",
                [
                    .init(
                        "containers", .list(.reference(core("Container"))), "What runs in the pod.", required: true,
                        mergeKey: "name", listMapKeys: ["name"]),
                    .init("nodeName", .string, "The node that the pod runs on."),
                    .init("restartPolicy", .string, "Always."),
                ]),
            APISchema(
                core("Container"), "Something that runs in a pod.",
                [
                    .init("command", .list(.string), "What runs."),
                    .init("image", .string, "What it is; in a lab, the responder's name."),
                    .init("name", .string, "The name.", required: true),
                    .init(
                        "ports", .list(.reference(core("ContainerPort"))), "The ports.", mergeKey: "containerPort",
                        listMapKeys: ["containerPort", "protocol"]),
                ]),
            APISchema(
                core("ContainerPort"), "A port of a container.",
                [
                    .init("containerPort", .int32, "The port.", required: true),
                    .init("name", .string, "The name, for targetPort of Services."),
                    .init("protocol", .string, "TCP or UDP."),
                ]),
            podStatus, podCondition,
            APISchema(core("PodIP"), "An address of a pod.", [.init("ip", .string, "The address.", required: true)]),
            containerStatus,
        ] + nodes
    }

    private static var podStatus: APISchema {
        APISchema(
            core("PodStatus"), "What a pod is.",
            [
                .init(
                    "conditions", .list(.reference(core("PodCondition"))), "What holds of the pod.",
                    mergeKey: "type", listMapKeys: ["type"]),
                .init("containerStatuses", .list(.reference(core("ContainerStatus"))), "What its containers are."),
                .init("hostIP", .string, "The address of its node."),
                .init("phase", .string, "Running."),
                .init("podIP", .string, "Its address."),
                .init(
                    "podIPs", .list(.reference(core("PodIP"))), "Its addresses.", mergeKey: "ip",
                    listMapKeys: ["ip"]),
                .init("qosClass", .string, "BestEffort."),
                .init("startTime", .time, "Since when it runs."),
            ])
    }

    private static var podCondition: APISchema {
        APISchema(
            core("PodCondition"), "Something that is, is not, or may be so of a pod.",
            [
                .init("lastProbeTime", .time, "When it was last looked at."),
                .init("lastTransitionTime", .time, "When the status changed last."),
                .init("message", .string, "What it is, for people."),
                .init("reason", .string, "Why, in one word."),
                .init("status", .string, "True, False or Unknown.", required: true),
                .init("type", .string, "What it is about.", required: true),
            ])
    }

    private static var containerStatus: APISchema {
        APISchema(
            core("ContainerStatus"), "What a container is.",
            [
                .init("containerID", .string, "What the runtime calls it."),
                .init("image", .string, "What runs.", required: true),
                .init("imageID", .string, "Which of them exactly.", required: true),
                .init("lastState", .any, "What it was before."),
                .init("name", .string, "The container's name.", required: true),
                .init("ready", .bool, "Whether it is ready.", required: true),
                .init("restartCount", .int32, "How often it was started again.", required: true),
                .init("started", .bool, "Whether it was started."),
                .init("state", .any, "Whether it waits, runs or has ended, and since when."),
            ])
    }

    private static var nodes: [APISchema] {
        [
            object(
                core("Node"), "A machine that pods run on.",
                [
                    .init("spec", .reference(core("NodeSpec")), "What the node is to be."),
                    .init("status", .reference(core("NodeStatus")), "What the node is."),
                ]),
            APISchema(
                core("NodeSpec"), "What a node is to be.",
                [
                    .init("podCIDR", .string, "The network of its pods."),
                    .init("podCIDRs", .list(.string), "The networks of its pods.", isSet: true),
                    .init("providerID", .string, "What the cloud calls it."),
                    .init("taints", .list(.any), "Which pods it does not take."),
                    .init("unschedulable", .bool, "Whether it takes no new pods."),
                ]),
            APISchema(
                core("NodeStatus"), "What a node is.",
                [
                    .init(
                        "addresses", .list(.reference(core("NodeAddress"))), "Its addresses.", mergeKey: "type",
                        listMapKeys: ["type"]),
                    .init("allocatable", .map(.quantity), "What pods can have of it."),
                    .init("capacity", .map(.quantity), "What it has."),
                    .init(
                        "conditions", .list(.reference(core("NodeCondition"))), "What holds of the node.",
                        mergeKey: "type", listMapKeys: ["type"]),
                    .init("nodeInfo", .any, "What runs on it."),
                ]),
            APISchema(
                core("NodeAddress"), "An address of a node.",
                [
                    .init("address", .string, "The address.", required: true),
                    .init("type", .string, "InternalIP, ExternalIP or Hostname.", required: true),
                ]),
            APISchema(
                core("NodeCondition"), "Something that is, is not, or may be so of a node.",
                [
                    .init("lastHeartbeatTime", .time, "When the node was last heard of."),
                    .init("lastTransitionTime", .time, "When the status changed last."),
                    .init("message", .string, "What it is, for people."),
                    .init("reason", .string, "Why, in one word."),
                    .init("status", .string, "True, False or Unknown.", required: true),
                    .init("type", .string, "What it is about.", required: true),
                ]),
        ]
    }
}
