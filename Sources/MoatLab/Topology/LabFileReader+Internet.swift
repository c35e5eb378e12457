import MoatModel
import Yams

extension LabFileReader {
    mutating func internet(_ node: Node) -> LabTopology.Internet? {
        guard let fields = yaml.fields(of: node, "internet", known: ["networks", "hosts", "resolver", "names"]) else {
            return nil
        }
        let networks = yaml.items("networks", in: fields, of: "internet").compactMap { node in
            yaml.value(of: node, "internet: networks", form: "a prefix", example: "198.51.100.0/24", as: IPPrefix.self)
        }
        let hosts = yaml.items("hosts", in: fields, of: "internet").compactMap { internetHost($0) }
        let resolver = fields["resolver"].flatMap { node in
            yaml.value(of: node, "internet: resolver", form: "an address", example: "203.0.113.53", as: IPAddress.self)
        }
        let names = yaml.items("names", in: fields, of: "internet").compactMap { domain($0) }
        return LabTopology.Internet(networks: networks, hosts: hosts, resolver: resolver, names: names)
    }

    mutating func internetHost(_ node: Node) -> LabTopology.InternetHost? {
        guard
            let fields = yaml.fields(of: node, "internet host", known: ["name", "addresses", "names", "services"]),
            let name = name(in: fields, of: "internet host", node)
        else { return nil }
        let object = "internet host \(name)"
        let addresses = yaml.items("addresses", in: fields, of: object).compactMap { node in
            yaml.value(
                of: node, object, form: "an address with the length of its network", example: "203.0.113.9/24",
                as: InterfaceAddress.self)
        }
        if addresses.isEmpty, fields["addresses"] == nil {
            yaml.report("\(object) has no addresses", remedy: "add addresses: [203.0.113.9/24]", at: node)
        }
        let names = yaml.items("names", in: fields, of: object).compactMap { domainName($0, object) }
        return LabTopology.InternetHost(
            name: name, addresses: addresses, services: services(in: fields, of: object), names: names)
    }

    // MARK: Names

    private mutating func domain(_ node: Node) -> LabDomain? {
        let known = ["name", "addresses", "alias", "ttl", "ech"]
        guard let fields = yaml.fields(of: node, "internet: names", known: known),
            let nameNode = required("name", in: fields, of: "internet: names", node),
            let name = domainName(nameNode, "internet: names")
        else { return nil }
        let object = "name \(name)"
        var domain = LabDomain(name)
        domain.addresses = yaml.items("addresses", in: fields, of: object).compactMap { node in
            yaml.value(of: node, object, form: "an address", example: "203.0.113.20", as: IPAddress.self)
        }
        domain.alias = fields["alias"].flatMap { domainName($0, object) }
        domain.ech = yaml.text("ech", in: fields, of: object, parent: node, isRequired: false)
        if fields["ttl"] != nil, let ttl = number("ttl", in: fields, of: object, node, range: 0...86_400) {
            domain.ttl = UInt32(ttl)
        }
        return domain
    }

    private mutating func domainName(_ node: Node, _ object: String) -> String? {
        guard let name = yaml.text(of: node, object) else { return nil }
        guard DomainName.isValid(name) else {
            yaml.report("\(object): '\(name)' is not a name", remedy: DomainName.rule, at: node)
            return nil
        }
        return name
    }
}
