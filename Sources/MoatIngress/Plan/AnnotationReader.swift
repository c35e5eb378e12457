import MoatKubernetes

/// Reads the annotations of an Ingress.
struct AnnotationReader {
    var options: LocationOptions
    var sslRedirect = true
    var forceSSLRedirect = false
    var redirect: RedirectTarget?
    var isCanary = false
    var canaryWeight = 0
    /// Something that limits who may come could not be read.
    var isClosed = false
    var problems: [IngressProblem] = []

    private let ingress: Ingress

    init(_ ingress: Ingress, _ settings: IngressSettings) {
        self.ingress = ingress
        options = LocationOptions(settings)
        let unknown = readAll()
        for (name, value) in unknown { refuse(name, value) }
        if options.rewriteTarget != nil, options.backendProtocol.usesGRPC {
            options.rewriteTarget = nil
            add("UnsupportedAnnotation", "rewrite-target has no effect with backend-protocol GRPC and GRPCS; remove it")
        }
        if options.affinityCookie == nil, value(.sessionCookieName) != nil {
            add(
                "UnusedAnnotation",
                "\(IngressAnnotation.sessionCookieName.rawValue) needs the annotation affinity: cookie")
        }
        if !isCanary, value(.canaryWeight) != nil {
            add("UnusedAnnotation", "\(IngressAnnotation.canaryWeight.rawValue) needs the annotation canary: \"true\"")
        }
    }

    private mutating func readAll() -> [(name: String, value: String)] {
        let known = Dictionary(IngressAnnotation.allCases.map { ($0.rawValue, $0) }) { first, _ in first }
        var unknown: [(name: String, value: String)] = []
        for (name, value) in ingress.metadata.annotations.sorted(by: { $0.key < $1.key }) {
            let isOurs = name.hasPrefix(IngressAnnotation.prefix)
            guard isOurs || name.hasPrefix(IngressAnnotation.nginxPrefix) else { continue }
            let short = name.drop { $0 != "/" }.dropFirst()
            guard let annotation = known[String(short)], isOurs || !annotation.isOursOnly else {
                unknown.append((name, value))
                continue
            }
            if !isOurs, ingress.metadata.annotations[IngressAnnotation.prefix + annotation.rawValue] != nil { continue }
            do throws(ValueRefusal) {
                try read(annotation, value)
            } catch {
                isClosed = isClosed || annotation.isGuard
                let effect =
                    annotation.isGuard
                    ? "; until then all its paths are answered with 503" : "; until then the default counts"
                add("InvalidAnnotation", error.message(name, value) + effect)
            }
        }
        return unknown
    }

    private mutating func read(_ annotation: IngressAnnotation, _ value: String) throws(ValueRefusal) {
        switch annotation {
        case .sslRedirect: sslRedirect = try AnnotationValues.bool(value)
        case .forceSSLRedirect: forceSSLRedirect = try AnnotationValues.bool(value)
        case .backendProtocol:
            guard let known = BackendProtocol(rawValue: value.uppercased()) else {
                throw ValueRefusal("HTTP, HTTPS, GRPC or GRPCS")
            }
            options.backendProtocol = known
        case .bodySize: options.bodySize = try AnnotationValues.bytes(value)
        case .connectTimeout: options.connectTimeout = try AnnotationValues.seconds(value)
        case .readTimeout: options.readTimeout = try AnnotationValues.seconds(value)
        case .sendTimeout: options.sendTimeout = try AnnotationValues.seconds(value)
        case .rewriteTarget:
            guard !value.contains("$") else {
                throw ValueRefusal(
                    "a literal path: captures such as $1 are not understood, the matched prefix is replaced")
            }
            options.rewriteTarget = try RoutePath(value)
        case .permanentRedirect: redirect = try RedirectTarget(value)
        case .allowedSources: options.allowedSources = try AnnotationValues.prefixes(value)
        case .canary: isCanary = try AnnotationValues.bool(value)
        case .canaryWeight: canaryWeight = try AnnotationValues.number(value, in: 0...100)
        case .affinity:
            guard value == "cookie" else { throw ValueRefusal("'cookie', the only affinity there is") }
            if options.affinityCookie == nil { options.affinityCookie = .standard }
        case .sessionCookieName:
            let name = try CookieName(value)
            if self.value(.affinity) == "cookie" { options.affinityCookie = name }
        case .waf:
            guard let mode = WAFMode(rawValue: value) else { throw ValueRefusal("off, detect or block") }
            options.waf.mode = mode
        case .wafParanoia: options.waf.paranoia = try AnnotationValues.number(value, in: 1...4)
        case .wafExclude: options.waf.exclusions = try AnnotationValues.ruleIDs(value)
        }
    }

    /// Under our prefix, else under the other.
    private func value(_ annotation: IngressAnnotation) -> String? {
        ingress.metadata.annotations[IngressAnnotation.prefix + annotation.rawValue]
            ?? (annotation.isOursOnly
                ? nil : ingress.metadata.annotations[IngressAnnotation.nginxPrefix + annotation.rawValue])
    }

    private mutating func refuse(_ name: String, _ value: String) {
        let short = name.drop { $0 != "/" }.dropFirst()
        let shown = ValueRefusal.shown(name)
        if short.hasSuffix("-snippet") {
            add("SnippetRefused", "\(shown) is not taken: configuration is made of typed values only; remove it")
        } else if IngressAnnotation.isGuard(short) {
            isClosed = true
            add(
                "UnsupportedAnnotation",
                "\(shown) is not understood, and limits who may come: all paths of the Ingress are answered with 503 "
                    + "until it is removed")
        } else {
            add("UnsupportedAnnotation", "\(shown) is not understood and has no effect; remove it")
        }
    }

    private mutating func add(_ reason: String, _ message: String) {
        problems.append(IngressProblem(object: ingress.reference, reason: reason, message: message))
    }
}
