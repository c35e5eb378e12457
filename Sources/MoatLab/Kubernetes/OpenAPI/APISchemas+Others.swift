extension APISchemas {
    /// Leases, and the kinds without effect. Of what a Deployment runs nothing is said, as its
    /// creation is refused, and that reason is to be read before any about one of its fields.
    static var others: [APISchema] {
        [
            object(
                "io.k8s.api.coordination.v1.Lease", "Who leads, and for how long.",
                [.init("spec", .reference("io.k8s.api.coordination.v1.LeaseSpec"), "Who leads.")]),
            APISchema(
                "io.k8s.api.coordination.v1.LeaseSpec", "Who leads, and for how long.",
                [
                    .init("acquireTime", .microTime, "Since when the holder leads."),
                    .init("holderIdentity", .string, "Who leads."),
                    .init("leaseDurationSeconds", .int32, "How long after renewTime others wait."),
                    .init("leaseTransitions", .int32, "How often the holder changed."),
                    .init("preferredHolder", .string, "Who is to lead next."),
                    .init("renewTime", .microTime, "When the holder was last heard of."),
                    .init("strategy", .string, "How the holder is chosen."),
                ]),
            object(
                "io.k8s.api.apps.v1.Deployment", "Containers that a cluster runs. A lab refuses it.",
                [
                    .init("spec", .any, "What is wanted."),
                    .init("status", .any, "What is."),
                ]),
            object(
                "io.k8s.api.policy.v1.PodDisruptionBudget", "How many pods may be gone. A lab does not act on it.",
                [
                    .init("spec", .reference("io.k8s.api.policy.v1.PodDisruptionBudgetSpec"), "What is wanted."),
                    .init("status", .any, "What is."),
                ]),
            APISchema(
                "io.k8s.api.policy.v1.PodDisruptionBudgetSpec", "How many pods may be gone.",
                [
                    .init("maxUnavailable", .intOrString, "How many pods may be gone."),
                    .init("minAvailable", .intOrString, "How many pods must be there."),
                    .init("selector", .reference(meta("LabelSelector")), "The pods."),
                    .init("unhealthyPodEvictionPolicy", .string, "IfHealthyBudget or AlwaysAllow."),
                ]),
        ] + roles
    }

    private static func rbac(_ name: String) -> String { "io.k8s.api.rbac.v1.\(name)" }

    private static var roles: [APISchema] {
        let rules = APISchema.Field("rules", .list(.reference(rbac("PolicyRule"))), "What is allowed.")
        let subjects = APISchema.Field("subjects", .list(.reference(rbac("Subject"))), "Who may.")
        let roleRef = APISchema.Field("roleRef", .reference(rbac("RoleRef")), "What they may.", required: true)
        return [
            object(rbac("Role"), "What is allowed in a namespace. A lab does not act on it.", [rules]),
            object(
                rbac("ClusterRole"), "What is allowed. A lab does not act on it.",
                [.init("aggregationRule", .any, "The roles that this one is made of."), rules]),
            object(rbac("RoleBinding"), "Who may what in a namespace. A lab does not act on it.", [roleRef, subjects]),
            object(rbac("ClusterRoleBinding"), "Who may what. A lab does not act on it.", [roleRef, subjects]),
            APISchema(
                rbac("PolicyRule"), "Something that is allowed.",
                [
                    .init("apiGroups", .list(.string), "The groups of the kinds."),
                    .init("nonResourceURLs", .list(.string), "Paths that are no objects."),
                    .init("resourceNames", .list(.string), "The objects; all where none is said."),
                    .init("resources", .list(.string), "The kinds."),
                    .init("verbs", .list(.string), "What may be done.", required: true),
                ]),
            APISchema(
                rbac("RoleRef"), "A role.",
                [
                    .init("apiGroup", .string, "The group of the role's kind.", required: true),
                    .init("kind", .string, "Role or ClusterRole.", required: true),
                    .init("name", .string, "The role's name.", required: true),
                ]),
            APISchema(
                rbac("Subject"), "Someone who may do something.",
                [
                    .init("apiGroup", .string, "The group of the kind."),
                    .init("kind", .string, "User, Group or ServiceAccount.", required: true),
                    .init("name", .string, "The name.", required: true),
                    .init("namespace", .string, "The namespace of a ServiceAccount."),
                ]),
        ]
    }
}
