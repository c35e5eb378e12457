extension APISchemas {
    private static func networking(_ name: String) -> String { "io.k8s.api.networking.v1.\(name)" }
    private static func discovery(_ name: String) -> String { "io.k8s.api.discovery.v1.\(name)" }

    static var networking: [APISchema] { ingresses + backends + endpointSlices }

    private static var ingresses: [APISchema] {
        [
            object(
                networking("Ingress"), "Which Service answers for which names and paths.",
                [
                    .init("spec", .reference(networking("IngressSpec")), "What is wanted."),
                    .init("status", .reference(networking("IngressStatus")), "What is. Set by controllers."),
                ]),
            APISchema(
                networking("IngressSpec"), "What an Ingress is to be.",
                [
                    .init("defaultBackend", .reference(networking("IngressBackend")), "Who answers for all else."),
                    .init("ingressClassName", .string, "The IngressClass, and so the controller."),
                    .init("rules", .list(.reference(networking("IngressRule"))), "Who answers for what."),
                    .init("tls", .list(.reference(networking("IngressTLS"))), "The certificates."),
                ]),
            APISchema(
                networking("IngressRule"), "Who answers for the paths of a name.",
                [
                    .init("host", .string, "The name; all names where it is not said."),
                    .init("http", .reference(networking("HTTPIngressRuleValue")), "The paths."),
                ]),
            APISchema(
                networking("HTTPIngressRuleValue"), "Who answers for which paths.",
                [.init("paths", .list(.reference(networking("HTTPIngressPath"))), "The paths.", required: true)]),
            APISchema(
                networking("HTTPIngressPath"), "Who answers for a path.",
                [
                    .init("backend", .reference(networking("IngressBackend")), "Who answers.", required: true),
                    .init("path", .string, "The path."),
                    .init("pathType", .string, "Exact, Prefix or ImplementationSpecific.", required: true),
                ]),
            APISchema(
                networking("IngressTLS"), "A certificate.",
                [
                    .init("hosts", .list(.string), "The names that it is for."),
                    .init("secretName", .string, "The Secret that has it."),
                ]),
            APISchema(
                networking("IngressStatus"), "What an Ingress is.",
                [.init("loadBalancer", .reference(networking("IngressLoadBalancerStatus")), "Its load balancer.")]),
            APISchema(
                networking("IngressLoadBalancerStatus"), "What a load balancer gave.",
                [.init("ingress", .list(.reference(networking("IngressLoadBalancerIngress"))), "Its addresses.")]),
            APISchema(
                networking("IngressLoadBalancerIngress"), "An address of a load balancer.",
                [
                    .init("hostname", .string, "Its name, where it has one."),
                    .init("ip", .string, "Its address."),
                    .init("ports", .list(.reference(networking("IngressPortStatus"))), "Its ports."),
                ]),
            APISchema(
                networking("IngressPortStatus"), "A port of a load balancer.",
                [
                    .init("error", .string, "What is wrong with it."),
                    .init("port", .int32, "The port.", required: true),
                    .init("protocol", .string, "TCP, UDP or SCTP.", required: true),
                ]),
            object(
                networking("IngressClass"), "A controller of Ingresses.",
                [.init("spec", .reference(networking("IngressClassSpec")), "Which one.")]),
            APISchema(
                networking("IngressClassSpec"), "Which controller an IngressClass stands for.",
                [
                    .init("controller", .string, "The controller's name, with a domain before it."),
                    .init("parameters", .any, "An object with more for the controller."),
                ]),
        ]
    }

    private static var backends: [APISchema] {
        [
            APISchema(
                networking("IngressBackend"), "Who answers.",
                [
                    .init(
                        "resource", .reference(core("TypedLocalObjectReference")), "An object that is no Service."),
                    .init("service", .reference(networking("IngressServiceBackend")), "A Service."),
                ]),
            APISchema(
                core("TypedLocalObjectReference"), "An object of the same namespace.",
                [
                    .init("apiGroup", .string, "The group of the object's kind."),
                    .init("kind", .string, "The object's kind.", required: true),
                    .init("name", .string, "The object's name.", required: true),
                ]),
            APISchema(
                networking("IngressServiceBackend"), "A port of a Service.",
                [
                    .init("name", .string, "The Service's name.", required: true),
                    .init("port", .reference(networking("ServiceBackendPort")), "The port."),
                ]),
            APISchema(
                networking("ServiceBackendPort"), "A port of a Service, by name or number.",
                [
                    .init("name", .string, "The name."),
                    .init("number", .int32, "The number."),
                ]),
        ]
    }

    private static var endpointSlices: [APISchema] {
        [
            object(
                discovery("EndpointSlice"), "Some of the pods behind a Service.",
                [
                    .init("addressType", .string, "IPv4, IPv6 or FQDN.", required: true),
                    .init("endpoints", .list(.reference(discovery("Endpoint"))), "The pods.", required: true),
                    .init("ports", .list(.reference(discovery("EndpointPort"))), "The ports of each of them."),
                ]),
            APISchema(
                discovery("Endpoint"), "A pod behind a Service.",
                [
                    .init("addresses", .list(.string), "Its addresses.", required: true),
                    .init("conditions", .reference(discovery("EndpointConditions")), "Whether it takes traffic."),
                    .init("deprecatedTopology", .map(.string), "Not used any more."),
                    .init("hints", .any, "Who is to use it."),
                    .init("hostname", .string, "Its name."),
                    .init("nodeName", .string, "The node that it runs on."),
                    .init("targetRef", .reference(core("ObjectReference")), "The pod."),
                    .init("zone", .string, "The zone that it is in."),
                ]),
            APISchema(
                discovery("EndpointConditions"), "Whether a pod takes traffic.",
                [
                    .init("ready", .bool, "It does, and new connections."),
                    .init("serving", .bool, "It does, perhaps only until it is gone."),
                    .init("terminating", .bool, "It is going."),
                ]),
            APISchema(
                discovery("EndpointPort"), "A port of the pods behind a Service.",
                [
                    .init("appProtocol", .string, "What is spoken on the port."),
                    .init("name", .string, "The name of the Service's port."),
                    .init("port", .int32, "The port of the pods."),
                    .init("protocol", .string, "TCP, UDP or SCTP."),
                ]),
        ]
    }
}
