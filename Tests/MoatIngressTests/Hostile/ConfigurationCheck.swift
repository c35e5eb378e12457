import MoatKubernetes

// Also a source of Fuzz/IngressObjects, which has the files under test in its own module.
#if canImport(MoatIngress)
    @testable import MoatIngress
#endif

/// What must hold of the configuration for any objects: it is made of the directives, the variables and the
/// calls of Lua of which ours are made and of no others, and an Ingress is served as if it were alone.
struct ConfigurationCheck {
    struct Violation: Error, CustomStringConvertible {
        var description: String
    }

    static let victimNamespace = "victim"
    static let settings = IngressSettings(
        runtimeDirectory: "/run/moat-ingress", defaultCertificate: DefaultCertificate(chain: "", key: ""))

    /// An Ingress that is older than all others.
    static var victim: (ingress: Ingress, service: Service) {
        let backend = IngressBackend(
            service: IngressServiceBackend(name: "app", port: ServiceBackendPort(number: 80)))
        let path = HTTPIngressPath(path: "/app", pathType: .prefix, backend: backend)
        return (
            Ingress(
                metadata: ObjectMeta(
                    name: "victim", namespace: victimNamespace, creationTimestamp: Time("2001-01-01T00:00:00Z")),
                spec: IngressSpec(
                    ingressClassName: "moat",
                    rules: [IngressRule(host: "victim.test", http: HTTPIngressRuleValue(paths: [path]))])),
            Service(
                metadata: ObjectMeta(name: "app", namespace: victimNamespace),
                spec: ServiceSpec(ports: [ServicePort(name: "http", port: 80)]))
        )
    }

    /// Everything that a good Ingress can say.
    private static let everything = """
        Sapp
        E10.0.0.1
        Iall
        hall.test
        p/
        p/prefix
        x/exact
        tall.test
        aforce-ssl-redirect=true
        arewrite-target=/new
        aproxy-body-size=8m
        aproxy-connect-timeout=7
        aproxy-read-timeout=7
        aproxy-send-timeout=7
        awhitelist-source-range=10.0.0.0/8
        aaffinity=cookie
        awaf=block
        awaf-paranoia=2
        awaf-exclude=942100
        Idetect
        hdetect.test
        p/
        awaf=detect
        Imixed
        hall.test
        p/mixed
        assl-redirect=false
        Icanary
        hall.test
        x/exact
        acanary=true
        acanary-weight=10
        Imoved
        h*.moved.test
        p/
        apermanent-redirect=https://all.test/
        Igrpc
        hgrpc.test
        p/
        abackend-protocol=GRPC
        aproxy-connect-timeout=7
        aproxy-read-timeout=7
        aproxy-send-timeout=7
        Itls
        hsecure.test
        p/
        tsecure.test
        abackend-protocol=HTTPS
        Igrpcs
        hgrpcs.test
        p/
        abackend-protocol=GRPCS
        sabsent
        p/absent
        Iplain
        sapp
        hplain.test
        p/
        x/pinned
        Ipinned
        hpinned.test
        p/
        aaffinity=cookie
        Ishare
        hplain.test
        p/
        acanary=true
        acanary-weight=10
        Idefault
        d
        """

    private let known: Set<String>
    private let rules: Set<String>
    private let victimAlone: [IngressLocation]

    init() throws {
        let directives = try Self.directives(IngressPlan(FuzzedObjects(Self.everything.utf8).objects, Self.settings))
        known = Set(directives.flatMap(Self.shapes))
        rules = Set(directives.filter { $0.name == "modsecurity_rules" }.flatMap(\.arguments))
        var objects = FuzzedObjects([]).objects
        objects.ingresses = [Self.victim.ingress]
        objects.services = [Self.victim.service]
        victimAlone = Self.victims(IngressPlan(objects, Self.settings))
        guard victimAlone.count == 1 else { throw Violation(description: "the victim alone is not served") }
    }

    /// - Throws: `Violation` or `ConfigurationReader.Malformed`
    func check(_ fuzzed: IngressObjects) throws {
        var objects = fuzzed
        objects.ingresses.append(Self.victim.ingress)
        objects.services.append(Self.victim.service)
        let plan = IngressPlan(objects, Self.settings)
        guard Self.victims(plan) == victimAlone else {
            throw Violation(description: "the victim is not served as it is alone: \(Self.victims(plan))")
        }
        for problem in plan.problems {
            guard problem.message.utf8.count <= 1024, problem.message.unicodeScalars.allSatisfy(Self.isPrinted) else {
                throw Violation(description: "a message is too long, or does not print: \(problem)")
            }
        }
        for directive in try Self.directives(plan) {
            for shape in Self.shapes(directive) where !known.contains(shape) {
                throw Violation(description: "not ours: \(shape) in \(directive)")
            }
            for argument in directive.arguments {
                guard argument.unicodeScalars.allSatisfy({ $0 == "\n" || (0x20...0x7E).contains($0.value) }) else {
                    throw Violation(description: "something that does not print in \(directive)")
                }
            }
            try checkArguments(directive)
        }
        _ = IngressTables(plan).encoded()
    }

    private static func directives(_ plan: IngressPlan) throws -> [ConfigurationReader.Directive] {
        let files = NginxConfiguration(plan, settings, generation: 1).files
        return try ["nginx.conf", "waf.conf"].flatMap { try ConfigurationReader.directives(files[$0] ?? "") }
    }

    private static func victims(_ plan: IngressPlan) -> [IngressLocation] {
        plan.servers.filter { $0.host?.description == "victim.test" }.flatMap(\.locations).filter {
            $0.ingress?.namespace == victimNamespace
        }
    }

    private static func isPrinted(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "…" || (0x20...0x7E).contains(scalar.value)
    }
}

// MARK: Directives

extension ConfigurationCheck {
    /// What a directive is apart from the values in it: where it stands, how many arguments it has, which
    /// variables are in them, and for Lua the text without what is between quotes and without numbers.
    private static func shapes(_ directive: ConfigurationReader.Directive) -> [String] {
        let place = (directive.context + [directive.name]).joined(separator: " ")
        if directive.name.hasSuffix("_by_lua_block") {
            return ["\(place) \(directive.arguments.map(luaShape))"]
        }
        let variables = directive.arguments.flatMap(variables).map { "\(place) \($0)" }
        return ["\(place) \(directive.arguments.count)"] + variables
    }

    /// The variables in an argument, with their signs.
    private static func variables(_ argument: String) -> [String] {
        argument.split(separator: "$", omittingEmptySubsequences: false).dropFirst().map { rest in
            "$" + rest.prefix { $0 == "_" || $0.isASCII && ($0.isLetter || $0.isNumber) }
        }
    }

    private static func luaShape(_ text: String) -> String {
        var shape = ""
        var isQuoted = false
        for character in text {
            if character == "\"" { isQuoted.toggle() }
            if isQuoted ? character == "\"" : !(character.isNumber || character.isWhitespace) {
                shape.append(character)
            }
        }
        return shape
    }

    private func checkArguments(_ directive: ConfigurationReader.Directive) throws {
        func demand(_ isSo: Bool, _ what: String) throws {
            if !isSo { throw Violation(description: "\(what): \(directive)") }
        }
        let first = directive.arguments.first ?? ""
        let last = directive.arguments.last ?? ""
        switch directive.name {
        case "location":
            try demand(first == "=" || directive.arguments.count == 1, "a location by a pattern")
            try demand(last.hasPrefix("/") || last.hasPrefix("@moat_"), "a location that is no path")
        case "server_name":
            let wildcard = #"~^[^.]+\."#
            let name = first.hasPrefix(wildcard) ? String(first.dropFirst(wildcard.count)) : first
            try demand(
                name.utf8.allSatisfy {
                    (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || "-.\\$_".utf8.contains($0)
                }, "a name with signs of patterns")
        case "proxy_pass", "grpc_pass":
            let names = BackendProtocol.allCases.map { "\($0.rawValue.lowercased())://\($0.upstream)" }
            try demand(
                names.contains { first == $0 || first.hasPrefix($0 + "/") } && !first.contains("$"),
                "requests are passed elsewhere")
        case "modsecurity_rules":
            try demand(rules.contains(first) || isProfile(first), "a rule that is not ours")
        default: break
        }
    }

    /// The rule that sets the firewall up for some Ingresses.
    private func isProfile(_ rule: String) -> Bool {
        let parts = rule.split(separator: "\"", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0] == "SecRule UNIQUE_ID ", parts[1].hasPrefix("@beginsWith "), parts[2] == " ",
            parts[4].isEmpty
        else { return false }
        return parts[3].split(separator: ",").allSatisfy { action in
            ["phase:1", "nolog", "pass", "t:none", "ctl:ruleEngine=DetectionOnly"].contains(String(action))
                || ["id:", "setvar:tx.paranoia_level=", "ctl:ruleRemoveById="].contains { prefix in
                    action.hasPrefix(prefix) && action.dropFirst(prefix.count).allSatisfy { $0.isASCII && $0.isNumber }
                }
        }
    }
}
