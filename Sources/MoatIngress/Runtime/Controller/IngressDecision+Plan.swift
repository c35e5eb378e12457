import MoatKubernetes

extension IngressDecision {
    /// What the settings make of a cluster. Pure.
    public init(_ cluster: IngressCluster, _ settings: IngressSettings) {
        func sorted<Object>(_ objects: [ObjectKey: Object]) -> [Object] {
            objects.sorted { $0.key < $1.key }.map(\.value)
        }
        let plan = IngressPlan(
            IngressObjects(
                ingresses: sorted(cluster.ingresses), classes: sorted(cluster.classes),
                services: sorted(cluster.services), slices: sorted(cluster.slices), secrets: sorted(cluster.secrets)),
            settings)
        self.init(
            files: { NginxConfiguration(plan, settings, generation: $0).files }, tables: IngressTables(plan).encoded(),
            problems: plan.problems.map { Problem($0.object, $0.reason, $0.message) },
            ingresses: Set(plan.ingresses))
    }
}
