import MoatKubernetes

extension IngressPlan {
    /// - Parameter cache: What was read for the plan before; for speed only.
    public init(
        _ objects: IngressObjects, _ settings: IngressSettings, cache: CertificateCache = CertificateCache()
    ) {
        let selection = IngressSelection(objects.classes, settings)
        var planner = IngressPlanner(objects, settings, cache)
        self = planner.plan(objects.ingresses.filter { selection.includes($0) })
    }
}
