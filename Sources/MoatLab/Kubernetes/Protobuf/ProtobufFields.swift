/// The numbers that the fields of messages have in Kubernetes' Protocol Buffers
/// (`generated.proto` of k8s.io/api and k8s.io/apimachinery), for the kinds that kubectl makes
/// by `create KIND`, the one command that sends objects so.
enum ProtobufFields {
    /// The name of the field of a schema; nil for one that is not read.
    static func name(_ number: UInt64, of schema: String) -> String? {
        numbers[schema]?[number]
    }

    /// Whether the objects of a kind can be read.
    static func reads(_ kind: APIKind) -> Bool {
        numbers[APISchemas.name(of: kind)] != nil
    }

    private static let object: [UInt64: String] = [1: "metadata", 2: "spec", 3: "status"]

    private static let numbers: [String: [UInt64: String]] = [
        APISchemas.meta("ObjectMeta"): [
            1: "name", 2: "generateName", 3: "namespace", 5: "uid", 6: "resourceVersion", 11: "labels",
            12: "annotations", 13: "ownerReferences", 14: "finalizers",
        ],
        APISchemas.meta("OwnerReference"): [
            1: "kind", 3: "name", 4: "uid", 5: "apiVersion", 6: "controller", 7: "blockOwnerDeletion",
        ],
        APISchemas.meta("LabelSelector"): [1: "matchLabels", 2: "matchExpressions"],
        APISchemas.meta("LabelSelectorRequirement"): [1: "key", 2: "operator", 3: "values"],
        APISchemas.name(of: .namespace): object,
        APISchemas.name(of: .service): object,
        APISchemas.core("ServiceSpec"): [
            1: "ports", 2: "selector", 3: "clusterIP", 4: "type", 5: "externalIPs", 7: "sessionAffinity",
            8: "loadBalancerIP", 9: "loadBalancerSourceRanges", 10: "externalName", 11: "externalTrafficPolicy",
            12: "healthCheckNodePort", 13: "publishNotReadyAddresses", 14: "sessionAffinityConfig",
            17: "ipFamilyPolicy", 18: "clusterIPs", 19: "ipFamilies", 20: "allocateLoadBalancerNodePorts",
            21: "loadBalancerClass", 22: "internalTrafficPolicy", 23: "trafficDistribution",
        ],
        APISchemas.core("ServicePort"): [
            1: "name", 2: "protocol", 3: "port", 4: "targetPort", 5: "nodePort", 6: "appProtocol",
        ],
        APISchemas.core("SessionAffinityConfig"): [1: "clientIP"],
        APISchemas.core("ClientIPConfig"): [1: "timeoutSeconds"],
        APISchemas.name(of: .configMap): [1: "metadata", 2: "data", 3: "binaryData", 4: "immutable"],
        APISchemas.name(of: .secret): [1: "metadata", 2: "data", 3: "type", 4: "stringData", 5: "immutable"],
        APISchemas.name(of: .serviceAccount): [1: "metadata", 4: "automountServiceAccountToken"],
        APISchemas.name(of: .ingress): object,
        "io.k8s.api.networking.v1.IngressSpec": [
            1: "defaultBackend", 2: "tls", 3: "rules", 4: "ingressClassName",
        ],
        "io.k8s.api.networking.v1.IngressTLS": [1: "hosts", 2: "secretName"],
        // Field 2 is the message whose fields are the rule's own in JSON.
        "io.k8s.api.networking.v1.IngressRule": [1: "host", 2: ""],
        "io.k8s.api.networking.v1.HTTPIngressRuleValue": [1: "paths"],
        "io.k8s.api.networking.v1.HTTPIngressPath": [1: "path", 2: "backend", 3: "pathType"],
        "io.k8s.api.networking.v1.IngressBackend": [3: "resource", 4: "service"],
        "io.k8s.api.networking.v1.IngressServiceBackend": [1: "name", 2: "port"],
        "io.k8s.api.networking.v1.ServiceBackendPort": [1: "name", 2: "number"],
        APISchemas.core("TypedLocalObjectReference"): [1: "apiGroup", 2: "kind", 3: "name"],
        APISchemas.name(of: .role): [1: "metadata", 2: "rules"],
        APISchemas.name(of: .clusterRole): [1: "metadata", 2: "rules"],
        APISchemas.name(of: .roleBinding): [1: "metadata", 2: "subjects", 3: "roleRef"],
        APISchemas.name(of: .clusterRoleBinding): [1: "metadata", 2: "subjects", 3: "roleRef"],
        "io.k8s.api.rbac.v1.PolicyRule": [
            1: "verbs", 2: "apiGroups", 3: "resources", 4: "resourceNames", 5: "nonResourceURLs",
        ],
        "io.k8s.api.rbac.v1.Subject": [1: "kind", 2: "apiGroup", 3: "name", 4: "namespace"],
        "io.k8s.api.rbac.v1.RoleRef": [1: "apiGroup", 2: "kind", 3: "name"],
        APISchemas.name(of: .podDisruptionBudget): object,
        "io.k8s.api.policy.v1.PodDisruptionBudgetSpec": [
            1: "minAvailable", 2: "selector", 3: "maxUnavailable", 4: "unhealthyPodEvictionPolicy",
        ],
        // Refused whatever else it says.
        APISchemas.name(of: .deployment): [1: "metadata"],
    ]
}
