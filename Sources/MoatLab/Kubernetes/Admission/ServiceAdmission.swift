import MoatModel

/// Fills in and checks a Service.
enum ServiceAdmission {
    static func admit(
        _ new: inout JSONValue, old: JSONValue?, state: AdmissionState, _ errors: inout FieldErrors
    ) throws(APIStatus) {
        var spec = new["spec"] ?? .object([:])
        let before = old?["spec"]
        fillIn(&spec)
        keep(&spec, before)
        check(spec, before, &errors)
        guard errors.isEmpty else {
            new["spec"] = spec
            return
        }
        let owner = "\(new[["metadata", "namespace"]]?.string ?? "")/\(new[["metadata", "name"]]?.string ?? "")"
        allocateAddress(&spec, owner, state, &errors)
        allocateNodePorts(&spec, owner, state, &errors)
        new["spec"] = spec
        if new["status"]?["loadBalancer"] == nil { new[["status", "loadBalancer"]] = .object([:]) }
        let addresses = (spec["clusterIPs"]?.array ?? []).compactMap { $0.string.flatMap { IPv4Address($0) } }
        let ports = (spec["ports"]?.array ?? []).compactMap { $0["nodePort"]?.integer }
        // What a refused Service took is its predecessor's again, or nobody's.
        let kept = errors.isEmpty ? spec : before ?? .object([:])
        let keptAddresses = errors.isEmpty ? Set(addresses) : addressesOf(kept)
        let keptPorts = errors.isEmpty ? Set(ports) : portsOf(kept)
        let health = kept["healthCheckNodePort"]?.integer
        state.release(owner, keeping: keptAddresses, nodePorts: keptPorts.union(health.map { [$0] } ?? []))
    }

    /// Takes what a Service has already, as when a store is read from a file.
    static func takeOver(_ service: JSONValue, state: AdmissionState) {
        let spec = service["spec"] ?? .object([:])
        let owner =
            "\(service[["metadata", "namespace"]]?.string ?? "")/\(service[["metadata", "name"]]?.string ?? "")"
        for address in addressesOf(spec) { _ = state.take(address, for: owner) }
        for port in portsOf(spec) { _ = state.take(nodePort: port, for: owner) }
        if let port = spec["healthCheckNodePort"]?.integer { _ = state.take(nodePort: port, for: owner) }
    }

    private static func addressesOf(_ spec: JSONValue) -> Set<IPv4Address> {
        Set((spec["clusterIPs"]?.array ?? []).compactMap { $0.string.flatMap { IPv4Address($0) } })
    }

    private static func portsOf(_ spec: JSONValue) -> Set<Int64> {
        Set((spec["ports"]?.array ?? []).compactMap { $0["nodePort"]?.integer })
    }

    static func type(of spec: JSONValue) -> String { spec["type"]?.string ?? "ClusterIP" }

    static func isExternal(_ spec: JSONValue) -> Bool { ["NodePort", "LoadBalancer"].contains(type(of: spec)) }

    private static func fillIn(_ spec: inout JSONValue) {
        setDefault(&spec, "type", .string("ClusterIP"))
        setDefault(&spec, "sessionAffinity", .string("None"))
        if spec["sessionAffinity"]?.string == "None" {
            spec["sessionAffinityConfig"] = nil
        } else if spec[["sessionAffinityConfig", "clientIP", "timeoutSeconds"]] == nil {
            spec[["sessionAffinityConfig", "clientIP", "timeoutSeconds"]] = .integer(10_800)
        }
        if let ports = spec["ports"]?.array {
            spec["ports"] = .array(
                ports.map { port in
                    var port = port
                    setDefault(&port, "protocol", .string("TCP"))
                    if port["targetPort"] == nil || port["targetPort"] == .integer(0)
                        || port["targetPort"] == .string("")
                    {
                        port["targetPort"] = port["port"]
                    }
                    if port["nodePort"] == .integer(0) { port["nodePort"] = nil }
                    return port
                })
        }
        guard type(of: spec) != "ExternalName" else { return }
        setDefault(&spec, "internalTrafficPolicy", .string("Cluster"))
        setDefault(&spec, "ipFamilies", .array([.string("IPv4")]))
        setDefault(&spec, "ipFamilyPolicy", .string("SingleStack"))
        if isExternal(spec) { setDefault(&spec, "externalTrafficPolicy", .string("Cluster")) }
        if type(of: spec) == "LoadBalancer" { setDefault(&spec, "allocateLoadBalancerNodePorts", .bool(true)) }
    }

    private static func setDefault(_ object: inout JSONValue, _ field: String, _ value: JSONValue) {
        if object[field] == nil || object[field] == .string("") || object[field] == .array([]) { object[field] = value }
    }

    /// Takes over from the Service as it was what the new one leaves out, and drops what its
    /// type cannot have.
    private static func keep(_ spec: inout JSONValue, _ before: JSONValue?) {
        if spec["clusterIP"] == .string("") { spec["clusterIP"] = nil }
        if spec["clusterIP"] == nil { spec["clusterIP"] = spec["clusterIPs"]?.array?.first }
        if spec["healthCheckNodePort"] == .integer(0) { spec["healthCheckNodePort"] = nil }
        if type(of: spec) == "ExternalName" {
            if before?["clusterIP"] == spec["clusterIP"] { spec["clusterIP"] = nil }
            for field in ["clusterIPs", "ipFamilies", "ipFamilyPolicy", "internalTrafficPolicy"] { spec[field] = nil }
        } else if spec["clusterIP"] == nil {
            spec["clusterIP"] = before?["clusterIP"]
        }
        if let address = spec["clusterIP"], spec["clusterIPs"] == nil { spec["clusterIPs"] = .array([address]) }
        if !isExternal(spec) {
            if before.map(isExternal) == true { spec["externalTrafficPolicy"] = nil }
            spec["ports"] = spec["ports"]?.array.map { ports in
                .array(
                    ports.map { port in
                        var port = port
                        if before.map(isExternal) == true { port["nodePort"] = nil }
                        return port
                    })
            }
        } else if let before = before?["ports"]?.array, let ports = spec["ports"]?.array {
            spec["ports"] = .array(ports.map { keepNodePort($0, before) })
        }
        if type(of: spec) != "LoadBalancer" { spec["allocateLoadBalancerNodePorts"] = nil }
        if type(of: spec) != "LoadBalancer", before.map(type) == "LoadBalancer" { spec["loadBalancerClass"] = nil }
        guard type(of: spec) == "LoadBalancer", spec["externalTrafficPolicy"]?.string == "Local" else {
            if before?["healthCheckNodePort"] == spec["healthCheckNodePort"] { spec["healthCheckNodePort"] = nil }
            return
        }
        if spec["healthCheckNodePort"] == nil { spec["healthCheckNodePort"] = before?["healthCheckNodePort"] }
    }

    private static func keepNodePort(_ port: JSONValue, _ before: [JSONValue]) -> JSONValue {
        guard port["nodePort"] == nil else { return port }
        var port = port
        let same = before.first { $0["port"] == port["port"] && $0["protocol"] == port["protocol"] }
        port["nodePort"] = same?["nodePort"]
        return port
    }

    private static func allocateAddress(
        _ spec: inout JSONValue, _ owner: String, _ state: AdmissionState, _ errors: inout FieldErrors
    ) {
        guard type(of: spec) != "ExternalName", spec["clusterIP"]?.string != "None" else { return }
        if let text = spec["clusterIP"]?.string {
            guard let address = IPv4Address(text) else { return }
            if !AdmissionState.isClusterAddress(address) {
                errors.invalid(
                    "spec.clusterIPs", .array([.string(text)]),
                    "failed to allocate IP \(text): the provided IP (\(text)) is not in the valid range. The range of "
                        + "valid IPs is 10.96.0.0/16")
            } else if !state.take(address, for: owner) {
                errors.invalid(
                    "spec.clusterIPs", .array([.string(text)]),
                    "failed to allocate IP \(text): provided IP is already allocated")
            }
        } else if let address = state.takeAddress(for: owner) {
            spec["clusterIP"] = .string(address.description)
            spec["clusterIPs"] = .array([.string(address.description)])
        } else {
            errors.invalid("spec.clusterIPs", .array([]), "failed to allocate a serviceIP: range is full")
        }
    }

    private static func allocateNodePorts(
        _ spec: inout JSONValue, _ owner: String, _ state: AdmissionState, _ errors: inout FieldErrors
    ) {
        guard isExternal(spec) else { return }
        let allocates = spec["allocateLoadBalancerNodePorts"]?.bool ?? true
        var ports = spec["ports"]?.array ?? []
        // The wanted ones first, so that none of them is given to another port of the Service.
        for (index, port) in ports.enumerated() {
            guard let wanted = port["nodePort"]?.integer else { continue }
            if !state.take(nodePort: wanted, for: owner) {
                errors.invalid(
                    "spec.ports[\(index)].nodePort", .integer(wanted), "provided port is already allocated")
            }
        }
        for index in ports.indices where allocates && ports[index]["nodePort"] == nil {
            // A port that is there for TCP and UDP has one node port for both.
            let twin = ports.first { $0["port"] == ports[index]["port"] && $0["nodePort"] != nil }
            if let port = twin?["nodePort"]?.integer ?? state.takeNodePort(for: owner) {
                ports[index]["nodePort"] = .integer(port)
            } else {
                errors.invalid("spec.ports[\(index)].nodePort", .integer(0), "range is full")
            }
        }
        spec["ports"] = .array(ports)
        guard type(of: spec) == "LoadBalancer", spec["externalTrafficPolicy"]?.string == "Local" else { return }
        if let wanted = spec["healthCheckNodePort"]?.integer {
            if !state.take(nodePort: wanted, for: owner) {
                errors.invalid("spec.healthCheckNodePort", .integer(wanted), "provided port is already allocated")
            }
        } else if let port = state.takeNodePort(for: owner) {
            spec["healthCheckNodePort"] = .integer(port)
        }
    }
}
