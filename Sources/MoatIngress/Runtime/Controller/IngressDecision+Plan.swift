import MoatKubernetes

extension IngressDecision {
    /// What the settings make of a cluster. `certificates` has what was read for the decision before.
    public init(_ cluster: IngressCluster, _ settings: IngressSettings, _ certificates: CertificateCache) {
        func sorted<Object>(_ objects: [ObjectKey: Object]) -> [Object] {
            objects.sorted { $0.key < $1.key }.map(\.value)
        }
        let plan = IngressPlan(
            IngressObjects(
                ingresses: sorted(cluster.ingresses), classes: sorted(cluster.classes),
                services: sorted(cluster.services), slices: sorted(cluster.slices), secrets: sorted(cluster.secrets)),
            settings, cache: certificates)
        self.init(
            files: { NginxConfiguration(plan, settings, generation: $0).files }, tables: IngressTables(plan).encoded(),
            problems: plan.problems, ingresses: Set(plan.ingresses))
    }
}
