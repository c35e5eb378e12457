extension APISchemas {
    static var services: [APISchema] {
        [
            service, serviceSpec, servicePort, sessionAffinity, clientIP, serviceStatus, loadBalancerStatus, lbIngress,
            portStatus,
        ]
    }

    private static var service: APISchema {
        object(
            core("Service"), "One address for a set of pods.",
            [
                .init("spec", .reference(core("ServiceSpec")), "What is wanted."),
                .init("status", .reference(core("ServiceStatus")), "What is. Set by controllers."),
            ])
    }

    private static var serviceSpec: APISchema {
        APISchema(
            core("ServiceSpec"), "What a Service is to be.",
            [
                .init("allocateLoadBalancerNodePorts", .bool, "Whether a LoadBalancer gets node ports; true."),
                .init("clusterIP", .string, "The address in the cluster; None for a headless Service."),
                .init("clusterIPs", .list(.string), "The addresses in the cluster, one of each family."),
                .init("externalIPs", .list(.string), "More addresses that nodes take traffic for."),
                .init("externalName", .string, "The name that an ExternalName Service stands for."),
                .init("externalTrafficPolicy", .string, "Cluster, or Local for pods of the same node only."),
                .init("healthCheckNodePort", .int32, "The port that says whether a node has pods, for Local."),
                .init("internalTrafficPolicy", .string, "Cluster, or Local for pods of the same node only."),
                .init("ipFamilies", .list(.string), "IPv4, IPv6 or both, in the order of the addresses."),
                .init("ipFamilyPolicy", .string, "SingleStack, PreferDualStack or RequireDualStack."),
                .init("loadBalancerClass", .string, "Which load balancer; the default one where it is not said."),
                .init("loadBalancerIP", .string, "The address that is asked of the load balancer."),
                .init("loadBalancerSourceRanges", .list(.string), "Whom a load balancer lets in."),
                .init(
                    "ports", .list(.reference(core("ServicePort"))), "The ports.", mergeKey: "port",
                    listMapKeys: ["port", "protocol"]),
                .init("publishNotReadyAddresses", .bool, "Whether pods that are not ready count as ready."),
                .init("selector", .map(.string), "The labels of the pods."),
                .init("sessionAffinity", .string, "None, or ClientIP to keep a client at one pod."),
                .init("sessionAffinityConfig", .reference(core("SessionAffinityConfig")), "For how long."),
                .init("trafficDistribution", .string, "Which pods are preferred."),
                .init("type", .string, "ClusterIP, NodePort, LoadBalancer or ExternalName."),
            ])
    }

    private static var servicePort: APISchema {
        APISchema(
            core("ServicePort"), "A port of a Service.",
            [
                .init("appProtocol", .string, "What is spoken on the port."),
                .init("name", .string, "The name, needed where there are several ports."),
                .init("nodePort", .int32, "The port on every node, 30000 to 32767."),
                .init("port", .int32, "The port of the Service's address.", required: true),
                .init("protocol", .string, "TCP, UDP or SCTP."),
                .init("targetPort", .intOrString, "The port of the pods, by number or name."),
            ])
    }

    private static var sessionAffinity: APISchema {
        APISchema(
            core("SessionAffinityConfig"), "How a client is kept at one pod.",
            [.init("clientIP", .reference(core("ClientIPConfig")), "By the client's address.")])
    }

    private static var clientIP: APISchema {
        APISchema(
            core("ClientIPConfig"), "How a client is kept at one pod by its address.",
            [.init("timeoutSeconds", .int32, "How long, up to a day; three hours.")])
    }

    private static var serviceStatus: APISchema {
        APISchema(
            core("ServiceStatus"), "What a Service is.",
            [
                .init(
                    "conditions", .list(.reference(meta("Condition"))), "What holds of the Service.",
                    mergeKey: "type", listMapKeys: ["type"]),
                .init("loadBalancer", .reference(core("LoadBalancerStatus")), "What the load balancer gave."),
            ])
    }

    private static var loadBalancerStatus: APISchema {
        APISchema(
            core("LoadBalancerStatus"), "What a load balancer gave.",
            [.init("ingress", .list(.reference(core("LoadBalancerIngress"))), "Its addresses.")])
    }

    private static var lbIngress: APISchema {
        APISchema(
            core("LoadBalancerIngress"), "An address of a load balancer.",
            [
                .init("hostname", .string, "Its name, where it has one."),
                .init("ip", .string, "Its address."),
                .init("ipMode", .string, "VIP, or Proxy where traffic comes to the pods from elsewhere."),
                .init("ports", .list(.reference(core("PortStatus"))), "Its ports."),
            ])
    }

    private static var portStatus: APISchema {
        APISchema(
            core("PortStatus"), "A port of a load balancer.",
            [
                .init("error", .string, "What is wrong with it."),
                .init("port", .int32, "The port.", required: true),
                .init("protocol", .string, "TCP, UDP or SCTP.", required: true),
            ])
    }
}
