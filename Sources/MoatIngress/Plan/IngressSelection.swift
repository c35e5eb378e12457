import MoatKubernetes

/// Which Ingresses are the controller's.
struct IngressSelection {
    /// The names of classes whose controller this is.
    private let classes: Set<String>
    private let hasDefault: Bool
    private let annotated: String

    static let annotation = "kubernetes.io/ingress.class"

    init(_ classes: [IngressClass], _ settings: IngressSettings) {
        let ours = classes.filter { $0.spec.controller == settings.controllerName }
        self.classes = Set(ours.map(\.metadata.name))
        hasDefault = ours.contains(where: \.isDefault)
        annotated = settings.ingressClass
    }

    /// By the class that it names, else by the annotation that is older than classes, else by whether
    /// a class of ours is the default.
    func includes(_ ingress: Ingress) -> Bool {
        if let name = ingress.spec.ingressClassName { return classes.contains(name) }
        if let name = ingress.metadata.annotations[Self.annotation] {
            return name == annotated || classes.contains(name)
        }
        return hasDefault
    }
}
