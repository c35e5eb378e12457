extension APITable {
    static var serviceColumns: [TableColumn] {
        [
            .objectName,
            .field("Type", "spec", "type"),
            .field("Cluster-IP", "spec", "clusterIP", missing: "<none>"),
            .text("External-IP", externalAddresses),
            .text("Port(s)") { service in
                let ports = (service[["spec", "ports"]]?.array ?? []).map { port in
                    let number = port["port"]?.integer ?? 0
                    let node = port["nodePort"]?.integer ?? 0
                    return "\(number)\(node > 0 ? ":\(node)" : "")/\(port["protocol"]?.string ?? "TCP")"
                }
                return ports.isEmpty ? "<none>" : ports.joined(separator: ",")
            },
            .age,
            .text("Selector", wide: true) { service in
                let labels = (service[["spec", "selector"]]?.object ?? [:]).sorted { $0.key < $1.key }
                    .map { "\($0.key)=\($0.value.string ?? "")" }
                return labels.isEmpty ? "<none>" : labels.joined(separator: ",")
            },
        ]
    }

    private static func externalAddresses(of service: JSONValue) -> String {
        let given = strings(service[["spec", "externalIPs"]])
        switch service[["spec", "type"]]?.string {
        case "LoadBalancer":
            let all = loadBalancerAddresses(of: service) + given
            return all.isEmpty ? "<pending>" : all.joined(separator: ",")
        case "ExternalName":
            return service[["spec", "externalName"]]?.string ?? "<none>"
        default:
            return given.isEmpty ? "<none>" : given.joined(separator: ",")
        }
    }

    /// What a load balancer gave a Service or an Ingress.
    private static func loadBalancerAddresses(of object: JSONValue) -> [String] {
        (object[["status", "loadBalancer", "ingress"]]?.array ?? []).compactMap { ingress in
            ingress["ip"]?.string ?? ingress["hostname"]?.string
        }
    }

    static var endpointSliceColumns: [TableColumn] {
        [
            .objectName,
            .field("AddressType", "addressType"),
            .text("Ports") { slice in
                joined(
                    (slice["ports"]?.array ?? []).map { $0["port"]?.integer.map(String.init) ?? "*" }, empty: "<unset>")
            },
            .text("Endpoints") { slice in
                joined((slice["endpoints"]?.array ?? []).flatMap { strings($0["addresses"]) }, empty: "<unset>")
            },
            .age,
        ]
    }

    static var ingressColumns: [TableColumn] {
        [
            .objectName,
            .field("Class", "spec", "ingressClassName", missing: "<none>"),
            .text("Hosts") { ingress in
                let hosts = (ingress[["spec", "rules"]]?.array ?? []).compactMap { $0["host"]?.string }
                return joined(hosts.filter { !$0.isEmpty }, empty: "*")
            },
            .text("Address") { loadBalancerAddresses(of: $0).joined(separator: ",") },
            .text("Ports") { ingress in
                ingress[["spec", "tls"]]?.array?.isEmpty == false ? "80, 443" : "80"
            },
            .age,
        ]
    }

    static var ingressClassColumns: [TableColumn] {
        [
            .objectName,
            .field("Controller", "spec", "controller"),
            .text("Parameters") { ingressClass in
                guard let parameters = ingressClass[["spec", "parameters"]],
                    let kind = parameters["kind"]?.string, let name = parameters["name"]?.string
                else { return "<none>" }
                let group = parameters["apiGroup"]?.string.map { ".\($0)" } ?? ""
                return "\(kind)\(group)/\(name)"
            },
            .age,
        ]
    }

    static func strings(_ values: JSONValue?) -> [String] {
        (values?.array ?? []).compactMap(\.string)
    }
}
