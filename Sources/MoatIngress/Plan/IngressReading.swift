import MoatKubernetes

/// What an Ingress says, as far as it can be read.
struct IngressReading {
    struct Rule {
        /// Nil for all hosts.
        var host: RouteHost?
        var paths: [Path]
    }

    struct Path {
        var match: IngressLocation.Match
        var path: RoutePath
        var backend: IngressBackend
    }

    let ingress: Ingress
    private(set) var annotations: AnnotationReader
    private(set) var rules: [Rule] = []
    private(set) var problems: [IngressProblem]

    init(_ ingress: Ingress, _ settings: IngressSettings) {
        self.ingress = ingress
        annotations = AnnotationReader(ingress, settings)
        problems = annotations.problems
        if ingress.spec.rules.isEmpty, ingress.spec.defaultBackend == nil {
            report("NoBackend", "the Ingress has neither rules nor a default backend")
        }
        for rule in ingress.spec.rules {
            do throws(ValueRefusal) {
                let host: RouteHost? = if let text = rule.host, !text.isEmpty { try RouteHost(text) } else { nil }
                rules.append(Rule(host: host, paths: (rule.http?.paths ?? []).compactMap { path($0) }))
            } catch {
                report("InvalidHost", error.message("host", rule.host ?? ""))
            }
        }
    }

    /// Looks at requests with all rules.
    mutating func dropExclusions(_ reason: String, _ message: String) {
        annotations.options.waf.exclusions = []
        report(reason, message)
    }

    private mutating func path(_ item: HTTPIngressPath) -> Path? {
        let text = item.path ?? ""
        do throws(ValueRefusal) {
            let match: IngressLocation.Match
            switch item.pathType ?? .implementationSpecific {
            case .exact: match = .exact
            case .prefix, .implementationSpecific: match = .prefix
            default:
                report(
                    "InvalidPathType",
                    ValueRefusal("Exact, Prefix or ImplementationSpecific").message(
                        "pathType of \(ValueRefusal.shown(text))", item.pathType?.rawValue ?? ""))
                return nil
            }
            return Path(match: match, path: text.isEmpty ? .root : try RoutePath(text), backend: item.backend)
        } catch {
            report("InvalidPath", error.message("path", text))
            return nil
        }
    }

    private mutating func report(_ reason: String, _ message: String) {
        problems.append(IngressProblem(object: ingress.reference, reason: reason, message: message))
    }
}
