import MoatModel

extension ServiceAdmission {
    static func check(_ spec: JSONValue, _ before: JSONValue?, _ errors: inout FieldErrors) {
        checkOneOf(spec, "type", ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"], &errors)
        checkOneOf(spec, "sessionAffinity", ["ClientIP", "None"], &errors)
        checkOneOf(spec, "internalTrafficPolicy", ["Cluster", "Local"], &errors)
        checkOneOf(spec, "ipFamilyPolicy", ["PreferDualStack", "RequireDualStack", "SingleStack"], &errors)
        checkAddresses(spec, before, &errors)
        checkPorts(spec, &errors)
        checkPolicies(spec, before, &errors)
        for (key, value) in (spec["selector"]?.object ?? [:]).sorted(by: { $0.key < $1.key }) {
            if let problem = NameRules.qualifiedName(key) { errors.invalid("spec.selector", .string(key), problem) }
            if let problem = NameRules.labelValue(value.string ?? "") {
                errors.invalid("spec.selector", value, problem)
            }
        }
        if type(of: spec) == "ExternalName" {
            let name = spec["externalName"]?.string ?? ""
            if name.isEmpty {
                errors.required("spec.externalName")
            } else if let problem = NameRules.subdomain(name.hasSuffix(".") ? String(name.dropLast()) : name) {
                errors.invalid("spec.externalName", .string(name), problem)
            }
        }
    }

    private static func checkOneOf(
        _ spec: JSONValue, _ field: String, _ supported: [String], _ errors: inout FieldErrors
    ) {
        guard let value = spec[field]?.string, !supported.contains(value) else { return }
        errors.unsupported("spec.\(field)", value, supported)
    }

    private static func checkAddresses(_ spec: JSONValue, _ before: JSONValue?, _ errors: inout FieldErrors) {
        let address = spec["clusterIP"]?.string
        if let address, address != "None", IPv4Address(address) == nil {
            errors.invalid("spec.clusterIPs[0]", .string(address), "must be a valid IP address, (e.g. 10.9.8.7)")
        }
        if let first = spec["clusterIPs"]?.array?.first?.string, first != address {
            errors.invalid("spec.clusterIPs", spec["clusterIPs"] ?? .null, "first value must match `clusterIP`")
        }
        let isSame = type(of: spec) != "ExternalName" && before.map(type) != "ExternalName"
        if isSame, let old = before?["clusterIP"], old != spec["clusterIP"] {
            errors.invalid("spec.clusterIPs[0]", spec["clusterIP"] ?? .null, "may not change once set")
        }
        // The lab's service network has addresses of one family.
        let families = spec["ipFamilies"]?.array ?? []
        for (index, family) in families.enumerated() where family.string != "IPv4" {
            errors.invalid("spec.ipFamilies[\(index)]", family, "not configured on this cluster")
        }
        if families.count > 1 || spec["ipFamilyPolicy"]?.string == "RequireDualStack" {
            errors.invalid(
                "spec.ipFamilyPolicy", spec["ipFamilyPolicy"] ?? .null,
                "this cluster is not configured for dual-stack services")
        }
        for (index, address) in (spec["externalIPs"]?.array ?? []).enumerated()
        where address.string.flatMap({ IPAddress($0) }) == nil {
            errors.invalid(
                "spec.externalIPs[\(index)]", address, "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)")
        }
        for (index, range) in (spec["loadBalancerSourceRanges"]?.array ?? []).enumerated()
        where range.string.flatMap({ IPPrefix($0) }) == nil {
            errors.invalid(
                "spec.loadBalancerSourceRanges[\(index)]", range,
                "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)")
        }
    }

    private static func checkPorts(_ spec: JSONValue, _ errors: inout FieldErrors) {
        let ports = spec["ports"]?.array ?? []
        let isHeadless = spec["clusterIP"]?.string == "None"
        if ports.isEmpty, !isHeadless, type(of: spec) != "ExternalName" { errors.required("spec.ports") }
        var names: Set<String> = []
        var numbers: Set<JSONValue> = []
        for (index, port) in ports.enumerated() {
            let path = "spec.ports[\(index)]"
            let name = port["name"]?.string ?? ""
            if name.isEmpty {
                if ports.count > 1 { errors.required("\(path).name") }
            } else if let problem = NameRules.label(name) {
                errors.invalid("\(path).name", .string(name), problem)
            } else if !names.insert(name).inserted {
                errors.duplicate("\(path).name", .string(name))
            }
            checkNumber(port["port"] ?? .integer(0), "\(path).port", &errors)
            let transport = port["protocol"]?.string ?? ""
            if !["SCTP", "TCP", "UDP"].contains(transport) {
                errors.unsupported("\(path).protocol", transport, ["SCTP", "TCP", "UDP"])
            }
            switch port["targetPort"] {
            case .string(let name):
                if let problem = PortRules.name(name) { errors.invalid("\(path).targetPort", .string(name), problem) }
            case let number?: checkNumber(number, "\(path).targetPort", &errors)
            case nil: break
            }
            let key = JSONValue.object([
                "port": port["port"] ?? .null, "protocol": .string(transport),
            ])
            if !numbers.insert(key).inserted { errors.duplicate(path, key) }
            checkNodePort(port["nodePort"], path, spec, &errors)
        }
    }

    private static func checkNodePort(
        _ value: JSONValue?, _ path: String, _ spec: JSONValue, _ errors: inout FieldErrors
    ) {
        guard let value, let port = value.integer else { return }
        if !isExternal(spec) {
            errors.forbidden("\(path).nodePort", "may not be used when `type` is '\(type(of: spec))'")
        } else if !AdmissionState.nodePorts.contains(port) {
            errors.invalid(
                "\(path).nodePort", value,
                "provided port is not in the valid range. The range of valid ports is 30000-32767")
        }
    }

    private static func checkNumber(_ value: JSONValue, _ path: String, _ errors: inout FieldErrors) {
        if !(1...65_535 ~= (value.integer ?? 0)) { errors.invalid(path, value, PortRules.range) }
    }

    private static func checkPolicies(_ spec: JSONValue, _ before: JSONValue?, _ errors: inout FieldErrors) {
        if let policy = spec["externalTrafficPolicy"]?.string {
            if !isExternal(spec) {
                errors.invalid(
                    "spec.externalTrafficPolicy", .string(policy), "may only be set for externally-accessible services")
            } else {
                checkOneOf(spec, "externalTrafficPolicy", ["Cluster", "Local"], &errors)
            }
        }
        if let port = spec["healthCheckNodePort"] {
            if type(of: spec) != "LoadBalancer" || spec["externalTrafficPolicy"]?.string != "Local" {
                errors.invalid(
                    "spec.healthCheckNodePort", port,
                    "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'")
            } else if let old = before?["healthCheckNodePort"], old != port {
                errors.invalid("spec.healthCheckNodePort", port, "field is immutable")
            } else if !AdmissionState.nodePorts.contains(port.integer ?? 0) {
                errors.invalid(
                    "spec.healthCheckNodePort", port,
                    "provided port is not in the valid range. The range of valid ports is 30000-32767")
            }
        }
        if let timeout = spec[["sessionAffinityConfig", "clientIP", "timeoutSeconds"]],
            !(1...86_400 ~= (timeout.integer ?? 0))
        {
            errors.invalid(
                "spec.sessionAffinityConfig.clientIP.timeoutSeconds", timeout,
                "must be greater than 0 and less than 86400")
        }
        if let name = spec["loadBalancerClass"]?.string {
            if type(of: spec) != "LoadBalancer" {
                errors.forbidden("spec.loadBalancerClass", "may only be used when `type` is 'LoadBalancer'")
            } else if let problem = NameRules.qualifiedName(name) {
                errors.invalid("spec.loadBalancerClass", .string(name), problem)
            }
        }
        if let before, type(of: before) == "LoadBalancer", type(of: spec) == "LoadBalancer",
            before["loadBalancerClass"] != spec["loadBalancerClass"]
        {
            errors.invalid("spec.loadBalancerClass", spec["loadBalancerClass"] ?? .null, "may not change once set")
        }
    }
}
