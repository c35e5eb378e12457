import MoatModel

extension Admission {
    static func checkEndpointSlice(_ new: inout JSONValue, old: JSONValue?, _ errors: inout FieldErrors) {
        checkImmutable(["addressType"], new, old, &errors)
        let type = new["addressType"]?.string ?? ""
        if type.isEmpty {
            errors.required("addressType")
        } else if !["IPv4", "IPv6", "FQDN"].contains(type) {
            errors.unsupported("addressType", type, ["FQDN", "IPv4", "IPv6"])
        }
        let endpoints = new["endpoints"]?.array ?? []
        if endpoints.count > 1000 {
            errors.invalid("endpoints", .integer(Int64(endpoints.count)), "must have at most 1000 items")
        }
        for (index, endpoint) in endpoints.enumerated().prefix(1000) {
            let addresses = endpoint["addresses"]?.array ?? []
            if addresses.isEmpty { errors.required("endpoints[\(index)].addresses", "must contain at least 1 address") }
            for (place, address) in addresses.enumerated() {
                let text = address.string ?? ""
                let path = "endpoints[\(index)].addresses[\(place)]"
                switch type {
                case "IPv4":
                    if IPv4Address(text) == nil { errors.invalid(path, address, "must be a valid IPv4 address") }
                case "IPv6":
                    if IPv6Address(text) == nil { errors.invalid(path, address, "must be a valid IPv6 address") }
                case "FQDN":
                    if let problem = NameRules.subdomain(text) { errors.invalid(path, address, problem) }
                default: break
                }
            }
        }
        var ports = new["ports"]?.array ?? []
        var names: Set<String> = []
        for index in ports.indices {
            if ports[index]["protocol"] == nil { ports[index]["protocol"] = .string("TCP") }
            if ports[index]["name"] == nil { ports[index]["name"] = .string("") }
            let name = ports[index]["name"]?.string ?? ""
            if !names.insert(name).inserted { errors.duplicate("ports[\(index)].name", .string(name)) }
            if let port = ports[index]["port"], !(1...65_535 ~= (port.integer ?? 0)) {
                errors.invalid("ports[\(index)].port", port, PortRules.range)
            }
            let transport = ports[index]["protocol"]?.string ?? ""
            if !["SCTP", "TCP", "UDP"].contains(transport) {
                errors.unsupported("ports[\(index)].protocol", transport, ["SCTP", "TCP", "UDP"])
            }
        }
        if !ports.isEmpty { new["ports"] = .array(ports) }
    }

    static func checkIngress(_ new: inout JSONValue, _ errors: inout FieldErrors) {
        if new[["status", "loadBalancer"]] == nil { new[["status", "loadBalancer"]] = .object([:]) }
        let spec = new["spec"] ?? .object([:])
        let rules = spec["rules"]?.array ?? []
        if rules.isEmpty, spec["defaultBackend"] == nil {
            errors.invalid("spec", spec, "either `defaultBackend` or `rules` must be specified")
        }
        if let name = spec["ingressClassName"]?.string, let problem = NameRules.subdomain(name) {
            errors.invalid("spec.ingressClassName", .string(name), problem)
        }
        if let backend = spec["defaultBackend"] { checkBackend(backend, "spec.defaultBackend", &errors) }
        for (index, rule) in rules.enumerated() {
            let path = "spec.rules[\(index)]"
            if let host = rule["host"]?.string, !host.isEmpty { checkHost(host, "\(path).host", &errors) }
            guard let http = rule["http"] else { continue }
            let paths = http["paths"]?.array ?? []
            if paths.isEmpty { errors.required("\(path).http.paths") }
            for (place, item) in paths.enumerated() { checkPath(item, "\(path).http.paths[\(place)]", &errors) }
        }
        for (index, tls) in (spec["tls"]?.array ?? []).enumerated() {
            for (place, host) in (tls["hosts"]?.array ?? []).enumerated() {
                checkHost(host.string ?? "", "spec.tls[\(index)].hosts[\(place)]", &errors)
            }
            if let name = tls["secretName"]?.string, !name.isEmpty, let problem = NameRules.subdomain(name) {
                errors.invalid("spec.tls[\(index)].secretName", .string(name), problem)
            }
        }
    }

    private static func checkHost(_ host: String, _ path: String, _ errors: inout FieldErrors) {
        if IPAddress(host) != nil {
            errors.invalid(path, .string(host), "must be a DNS name, not an IP address")
        } else if let problem = NameRules.subdomain(host.hasPrefix("*.") ? String(host.dropFirst(2)) : host) {
            errors.invalid(path, .string(host), problem)
        }
    }

    private static func checkPath(_ item: JSONValue, _ path: String, _ errors: inout FieldErrors) {
        let text = item["path"]?.string ?? ""
        switch item["pathType"]?.string {
        case nil:
            errors.required("\(path).pathType", "pathType must be specified")
        case "Exact", "Prefix":
            if !text.hasPrefix("/") {
                errors.invalid("\(path).path", .string(text), "must be an absolute path")
            } else {
                for wrong in ["//", "/./", "/../", "%2f", "%2F"] where text.contains(wrong) {
                    errors.invalid("\(path).path", .string(text), "must not contain '\(wrong)'")
                }
            }
        case "ImplementationSpecific":
            if !text.isEmpty, !text.hasPrefix("/") {
                errors.invalid("\(path).path", .string(text), "must be an absolute path")
            }
        case let type?:
            errors.unsupported("\(path).pathType", type, ["Exact", "ImplementationSpecific", "Prefix"])
        }
        checkBackend(item["backend"] ?? .object([:]), "\(path).backend", &errors)
    }

    private static func checkBackend(_ backend: JSONValue, _ path: String, _ errors: inout FieldErrors) {
        guard let service = backend["service"] else {
            if backend["resource"] == nil { errors.required(path, "port name or number is required") }
            return
        }
        if backend["resource"] != nil {
            errors.invalid(path, .string(""), "cannot set both resource and service backends")
        }
        let name = service["name"]?.string ?? ""
        if name.isEmpty {
            errors.required("\(path).service.name")
        } else if let problem = NameRules.dnsLabel(name) {
            errors.invalid("\(path).service.name", .string(name), problem)
        }
        let portName = service[["port", "name"]]?.string ?? ""
        let number = service[["port", "number"]]?.integer ?? 0
        if portName.isEmpty, number == 0 {
            errors.required(path, "port name or number is required")
        } else if !portName.isEmpty, number != 0 {
            errors.invalid(path, .string(""), "cannot set both port name & port number")
        } else if portName.isEmpty, !(1...65_535 ~= number) {
            errors.invalid("\(path).service.port.number", .integer(number), PortRules.range)
        } else if !portName.isEmpty, let problem = PortRules.name(portName) {
            errors.invalid("\(path).service.port.name", .string(portName), problem)
        }
    }

    static func checkIngressClass(_ new: JSONValue, old: JSONValue?, _ errors: inout FieldErrors) {
        let controller = new[["spec", "controller"]]?.string ?? ""
        if controller.isEmpty {
            errors.required("spec.controller")
        } else if !controller.contains("/") {
            errors.invalid(
                "spec.controller", .string(controller), "must be a domain-prefixed path (such as \"acme.io/foo\")")
        } else if let old, old[["spec", "controller"]] != new[["spec", "controller"]] {
            errors.invalid("spec.controller", .string(controller), "field is immutable")
        }
    }
}
