import Yams

extension LabFileReader {
    mutating func kubernetes(in fields: [String: Node]) -> LabTopology.Kubernetes? {
        let object = "kubernetes"
        guard let node = fields[object],
            let fields = yaml.fields(of: node, object, known: ["port", "nodes", "loadBalancers"])
        else { return nil }
        var kubernetes = LabTopology.Kubernetes(
            nodes: yaml.items("nodes", in: fields, of: object).compactMap { yaml.text(of: $0, "\(object): nodes") })
        if fields["port"] != nil {
            guard let port = number("port", in: fields, of: object, node, range: 1...65535) else { return nil }
            kubernetes.port = UInt16(port)
        }
        if fields["loadBalancers"] != nil {
            guard let count = number("loadBalancers", in: fields, of: object, node, range: 0...9) else { return nil }
            kubernetes.loadBalancers = count
        }
        return kubernetes
    }

    mutating func pod(in fields: [String: Node], of host: String) -> LabTopology.Pod? {
        let object = "\(host), pod"
        guard let node = fields["pod"],
            let fields = yaml.fields(of: node, object, known: ["namespace", "labels", "node", "command", "ports"]),
            let name = yaml.text("node", in: fields, of: object, parent: node)
        else { return nil }
        var pod = LabTopology.Pod(node: name)
        if fields["namespace"] != nil {
            guard let namespace = yaml.text("namespace", in: fields, of: object, parent: node) else { return nil }
            if let problem = NameRules.label(namespace) {
                yaml.report("\(object): namespace '\(namespace)'", remedy: problem, at: fields["namespace"])
            }
            pod.namespace = namespace
        }
        pod.command = yaml.items("command", in: fields, of: object).compactMap {
            yaml.text(of: $0, "\(object): command")
        }
        pod.ports = ports(in: fields, of: object)
        if pod.command.isEmpty, !pod.ports.isEmpty {
            yaml.report(
                "\(object) has ports and no command", remedy: "those of services are known", at: fields["ports"])
        }
        guard let labels = fields["labels"] else { return pod }
        guard case .mapping(let mapping) = labels else {
            yaml.report("\(object): labels must be a mapping", remedy: "write labels: {app: web}", at: labels)
            return nil
        }
        for (key, value) in mapping {
            guard let key = yaml.text(of: key, "\(object): labels"),
                let text = yaml.text(of: value, "\(object): \(key)")
            else { continue }
            if let problem = NameRules.qualifiedName(key) ?? NameRules.labelValue(text) {
                yaml.report("\(object): label \(key): '\(text)'", remedy: problem, at: value)
            }
            if pod.labels.updateValue(text, forKey: key) != nil {
                yaml.report("\(object): label \(key) is given twice", remedy: "keep one of the two", at: value)
            }
        }
        return pod
    }

    private mutating func ports(in fields: [String: Node], of object: String) -> [String: UInt16] {
        guard let node = fields["ports"] else { return [:] }
        guard case .mapping(let mapping) = node else {
            yaml.report("\(object): ports must be a mapping", remedy: "write ports: {http: 80}", at: node)
            return [:]
        }
        var ports: [String: UInt16] = [:]
        for (key, value) in mapping {
            guard let name = yaml.text(of: key, "\(object): ports"),
                let port = yaml.value(
                    of: value, "\(object): port \(name)", form: "a port", example: "80", as: UInt16.self)
            else { continue }
            if let problem = NameRules.label(name) {
                yaml.report("\(object): port '\(name)'", remedy: problem, at: key)
            }
            if port == 0 { yaml.report("\(object): port \(name) is 0", remedy: "1 to 65535", at: value) }
            if ports.updateValue(port, forKey: name) != nil {
                yaml.report("\(object): port \(name) is given twice", remedy: "keep one of the two", at: key)
            }
        }
        return ports
    }
}
