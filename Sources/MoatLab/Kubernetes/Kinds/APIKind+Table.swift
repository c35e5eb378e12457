extension APIKind {
    static let namespace = APIKind(
        "Namespace", plural: "namespaces", shortNames: ["ns"], isNamespaced: false, hasStatus: true,
        verbs: ["create", "delete", "get", "list", "patch", "update", "watch"])
    static let service = APIKind(
        "Service", plural: "services", shortNames: ["svc"], categories: ["all"], hasStatus: true)
    static let pod = APIKind(
        "Pod", plural: "pods", shortNames: ["po"], categories: ["all"], hasStatus: true,
        verbs: verbsOfGivenObjects)
    static let node = APIKind("Node", plural: "nodes", shortNames: ["no"], isNamespaced: false, hasStatus: true)
    static let event = APIKind("Event", plural: "events", shortNames: ["ev"])
    static let secret = APIKind("Secret", plural: "secrets")
    static let configMap = APIKind("ConfigMap", plural: "configmaps", shortNames: ["cm"])
    static let serviceAccount = APIKind("ServiceAccount", plural: "serviceaccounts", shortNames: ["sa"])
    static let endpointSlice = APIKind(group: "discovery.k8s.io", "EndpointSlice", plural: "endpointslices")
    static let ingress = APIKind(
        group: "networking.k8s.io", "Ingress", plural: "ingresses", shortNames: ["ing"], hasStatus: true)
    static let ingressClass = APIKind(
        group: "networking.k8s.io", "IngressClass", plural: "ingressclasses", isNamespaced: false)
    static let lease = APIKind(group: "coordination.k8s.io", "Lease", plural: "leases")
    static let deployment = APIKind(
        group: "apps", "Deployment", plural: "deployments", shortNames: ["deploy"], categories: ["all"],
        hasStatus: true)
    static let role = APIKind(group: "rbac.authorization.k8s.io", "Role", plural: "roles")
    static let roleBinding = APIKind(group: "rbac.authorization.k8s.io", "RoleBinding", plural: "rolebindings")
    static let clusterRole = APIKind(
        group: "rbac.authorization.k8s.io", "ClusterRole", plural: "clusterroles", isNamespaced: false)
    static let clusterRoleBinding = APIKind(
        group: "rbac.authorization.k8s.io", "ClusterRoleBinding", plural: "clusterrolebindings", isNamespaced: false)
    static let podDisruptionBudget = APIKind(
        group: "policy", "PodDisruptionBudget", plural: "poddisruptionbudgets", shortNames: ["pdb"], hasStatus: true)

    /// Every kind that is served, those of the core group first, each group together.
    static let all: [APIKind] = [
        configMap, event, namespace, node, pod, secret, serviceAccount, service,
        deployment,
        lease,
        endpointSlice,
        ingressClass, ingress,
        podDisruptionBudget,
        clusterRoleBinding, clusterRole, roleBinding, role,
    ]

    /// Kinds that are kept so that the manifests of others can be applied, and that nothing
    /// in a lab acts on.
    static let withoutEffect: Set<APIKind> = [role, roleBinding, clusterRole, clusterRoleBinding, podDisruptionBudget]

    /// The kind at `/apis/GROUP/VERSION/…/PLURAL`, for the core group `/api/VERSION/…`.
    static func find(group: String, version: String, plural: String) -> APIKind? {
        all.first { $0.group == group && $0.version == version && $0.plural == plural }
    }

    /// The kind that an object says it is.
    static func find(apiVersion: String, kind: String) -> APIKind? {
        all.first { $0.apiVersion == apiVersion && $0.kind == kind }
    }
}
