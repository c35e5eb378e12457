import MoatKubernetes

extension IngressPlan {
    public init(_ objects: IngressObjects, _ settings: IngressSettings) {
        let selection = IngressSelection(objects.classes, settings)
        var planner = IngressPlanner(objects, settings)
        self = planner.plan(objects.ingresses.filter { selection.includes($0) })
    }
}
