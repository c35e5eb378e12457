import MoatKubernetes

/// Puts a plan together, Ingress by Ingress, the oldest first.
struct IngressPlanner {
    let settings: IngressSettings
    private let services: ServiceIndex
    private var table = RouteTable()
    /// What no rule matches: the default backend of the oldest Ingress that has one.
    private var fallback: IngressLocation?
    private var upstreams: [String: IngressUpstream] = [:]
    private var certificates: CertificateTable
    private var problems: [IngressProblem] = []

    init(_ objects: IngressObjects, _ settings: IngressSettings, _ cache: CertificateCache) {
        self.settings = settings
        services = ServiceIndex(objects.services, objects.slices)
        certificates = CertificateTable(objects.secrets, cache)
    }

    mutating func plan(_ ingresses: [Ingress]) -> IngressPlan {
        let named = ingresses.filter(\.key.isName).sorted(by: Self.isOlder)
        for ingress in ingresses where !ingress.key.isName {
            report(ingress, "InvalidName", "\(ingress.key.shown) is no name of an object")
        }
        var exclusions = WAFExclusionLimit()
        let readings = named.map { ingress in
            var reading = IngressReading(ingress, settings)
            exclusions.apply(to: &reading)
            return reading
        }
        for reading in readings {
            problems += reading.problems
            problems += certificates.add(reading)
            if !reading.annotations.isCanary { addRoutes(reading) }
        }
        // A default backend gets what no path of any Ingress has, of whatever age that is.
        for reading in readings where !reading.annotations.isCanary { addDefault(reading) }
        for reading in readings where reading.annotations.isCanary { addCanary(reading) }
        addFallback()
        certificates.forgetOthers()
        return IngressPlan(
            servers: table.servers(certificates),
            upstreams: upstreams.values.sorted { $0.name < $1.name }, certificates: certificates.certificates,
            problems: sortedProblems(), ingresses: named.map(\.key).sorted())
    }

    private static func isOlder(_ left: Ingress, _ right: Ingress) -> Bool {
        let leftAge = left.metadata.creationTimestamp?.microseconds ?? .max
        let rightAge = right.metadata.creationTimestamp?.microseconds ?? .max
        return leftAge == rightAge ? left.key < right.key : leftAge < rightAge
    }

    private func sortedProblems() -> [IngressProblem] {
        var seen: Set<IngressProblem> = []
        let all = problems.enumerated().filter { seen.insert($0.element).inserted }
        return all.sorted { left, right in
            let (leftKey, rightKey) = (left.element.object.sortKey, right.element.object.sortKey)
            return leftKey == rightKey ? left.offset < right.offset : leftKey < rightKey
        }.map(\.element)
    }

    private mutating func report(_ ingress: Ingress, _ reason: String, _ message: String) {
        problems.append(IngressProblem(object: ingress.reference, reason: reason, message: message))
    }
}

// MARK: Routes

extension IngressPlanner {
    private mutating func addRoutes(_ reading: IngressReading) {
        for rule in reading.rules {
            table.addHost(rule.host)
            for path in rule.paths {
                let location = location(reading, path.match, path.path, path.backend)
                guard let taken = table.add(location, to: rule.host) else { continue }
                if taken.ingress == location.ingress, taken.action == location.action { continue }
                let owner = taken.ingress == location.ingress ? "an earlier rule" : "the older \(shown(taken.ingress))"
                report(
                    reading.ingress, "PathTaken",
                    "\(path.path) of \(shown(rule.host)) is served as \(owner) says; remove one of them")
            }
        }
    }

    private mutating func addDefault(_ reading: IngressReading) {
        guard let backend = reading.ingress.spec.defaultBackend else { return }
        let location = location(reading, .prefix, .root, backend)
        fallback = fallback ?? location
        for host in Set(reading.rules.map(\.host)) where !table.hasRoot(host) {
            _ = table.add(location, to: host)
        }
        guard let taken = table.add(location, to: nil), taken.ingress != location.ingress else { return }
        report(
            reading.ingress, "DefaultBackendTaken",
            "what no rule matches is served as the \(shown(taken.ingress)) says, for all hosts without rules here")
    }

    private mutating func addCanary(_ reading: IngressReading) {
        for rule in reading.rules {
            for path in rule.paths {
                let main = table.location(path.match, path.path, of: rule.host)
                guard let main, case .proxy = main.action, main.ingress?.namespace == reading.ingress.metadata.namespace
                else {
                    report(
                        reading.ingress, "CanaryWithoutRoute",
                        "no Ingress of the namespace serves \(path.path) of \(shown(rule.host)), which a canary needs")
                    continue
                }
                guard main.options.canary == nil else {
                    report(
                        reading.ingress, "CanaryTaken",
                        "\(path.path) of \(shown(rule.host)) has an older canary, and can have one only")
                    continue
                }
                guard let service = path.backend.service, let upstream = upstream(path.backend, reading.ingress) else {
                    if path.backend.service == nil { reportBackend(path.backend, reading.ingress) }
                    continue
                }
                let canary = IngressCanary(
                    ingress: reading.ingress.key,
                    service: ObjectKey(namespace: reading.ingress.metadata.namespace, name: service.name),
                    upstream: upstream, weight: reading.annotations.canaryWeight)
                table.setCanary(canary, path.match, path.path, of: rule.host)
            }
        }
    }

    /// What no rule matches goes to a default backend, on all hosts.
    private mutating func addFallback() {
        let location = fallback ?? ownDefault()
        for host in table.hosts.keys where !table.hasRoot(host) { _ = table.add(location, to: host) }
    }

    private mutating func ownDefault() -> IngressLocation {
        var location = IngressLocation(
            match: .prefix, path: .root, ingress: nil, service: nil, action: .notFound,
            options: LocationOptions(settings))
        location.options.waf.mode = .off
        guard let backend = settings.defaultBackend else { return location }
        location.service = backend.service
        location.action = .unavailable
        if case .success(let upstream) = services.upstream(backend.service, backend.port) {
            upstreams[upstream.name] = upstream
            location.action = .proxy(upstream: upstream.name)
        }
        return location
    }
}

// MARK: Backends

extension IngressPlanner {
    private mutating func location(
        _ reading: IngressReading, _ match: IngressLocation.Match, _ path: RoutePath, _ backend: IngressBackend
    ) -> IngressLocation {
        var location = IngressLocation(
            match: match, path: path, ingress: reading.ingress.key, service: nil, action: .unavailable,
            options: reading.annotations.options)
        location.options.sslRedirect = reading.annotations.sslRedirect
        location.options.redirectsToHTTPS = reading.annotations.forceSSLRedirect
        if reading.annotations.isClosed { return location }
        if let redirect = reading.annotations.redirect {
            location.action = .redirect(redirect)
        } else if let service = backend.service {
            let key = ObjectKey(namespace: reading.ingress.metadata.namespace, name: service.name)
            if key.isName { location.service = key }
            if let upstream = upstream(backend, reading.ingress) { location.action = .proxy(upstream: upstream) }
        } else {
            reportBackend(backend, reading.ingress)
        }
        return location
    }

    private mutating func upstream(_ backend: IngressBackend, _ ingress: Ingress) -> String? {
        guard let service = backend.service else { return nil }
        let key = ObjectKey(namespace: ingress.metadata.namespace, name: service.name)
        switch key.isName ? services.upstream(key, service.port) : .failure(.serviceNotFound(key)) {
        case .success(let upstream):
            upstreams[upstream.name] = upstream
            return upstream.name
        case .failure(let refusal):
            report(ingress, refusal.reason, refusal.message + "; until there is, its paths are answered with 503")
            return nil
        }
    }

    private mutating func reportBackend(_ backend: IngressBackend, _ ingress: Ingress) {
        if let resource = backend.resource {
            report(
                ingress, "ResourceBackendRefused",
                "backends that are resources (\(ValueRefusal.shown(resource.kind)) "
                    + "\(ValueRefusal.shown(resource.name))) are not served: name a Service")
        } else {
            report(ingress, "NoBackend", "a backend names no Service")
        }
    }

    private func shown(_ ingress: ObjectKey?) -> String {
        ingress.map { "Ingress \($0)" } ?? "controller"
    }

    private func shown(_ host: RouteHost?) -> String {
        host?.description ?? "all hosts"
    }
}
