import MoatKubernetes

extension IngressPlan {
    /// The `cache` has what was read for the plan before; it is there for speed only.
    public init(
        _ objects: IngressObjects, _ settings: IngressSettings, cache: CertificateCache = CertificateCache()
    ) {
        let selection = IngressSelection(objects.classes, settings)
        var planner = IngressPlanner(objects, settings, cache)
        self = planner.plan(objects.ingresses.filter { selection.includes($0) })
    }
}
