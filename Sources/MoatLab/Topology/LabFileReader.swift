import MoatModel
import Yams

/// Reads lab files: YAML, `apiVersion: moat.dev/v1alpha1`, `kind: Lab`.
///
/// Only the form is checked here; whether hosts fit their subnets, and all that needs the
/// resources, is for `LabPlan` to say.
public struct LabFileReader {
    var yaml = YAMLFields()

    /// Larger files are refused unread.
    public static let maximumSize = 1 << 20

    /// - Throws: `LabIssues` with everything that is wrong with the text.
    public static func read(_ text: String, file: String? = nil) throws -> LabTopology {
        guard text.utf8.count <= maximumSize else {
            throw LabIssues(
                file: file, issues: [LabIssue("the file is larger than 1 MiB", remedy: "is it a lab file at all?")])
        }
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch let error as YamlError {
            throw LabIssues(
                file: file, issues: [LabIssue("not YAML: \(error)", remedy: "a lab file is one YAML document")])
        }
        guard let root else {
            throw LabIssues(file: file, issues: [LabIssue("the file is empty", remedy: "see Examples/ for a lab file")])
        }
        var reader = LabFileReader()
        let topology = reader.topology(root)
        guard let topology, reader.yaml.issues.isEmpty else {
            throw LabIssues(file: file, issues: reader.yaml.sortedIssues)
        }
        return topology
    }

    private mutating func topology(_ root: Node) -> LabTopology? {
        guard let fields = yaml.fields(of: root, "Lab", known: ["apiVersion", "kind", "metadata", "spec"]) else {
            return nil
        }
        expect("moat.dev/v1alpha1", "apiVersion", in: fields, root)
        expect("Lab", "kind", in: fields, root)
        guard let metadata = required("metadata", in: fields, of: "Lab", root),
            let spec = required("spec", in: fields, of: "Lab", root),
            let metadataFields = yaml.fields(of: metadata, "metadata", known: ["name"]),
            let specFields = yaml.fields(
                of: spec, "spec", known: ["firewall", "resources", "location", "internet", "hosts", "kubernetes"])
        else { return nil }
        let name = name(in: metadataFields, of: "metadata", metadata)
        let firewall = yaml.text("firewall", in: specFields, of: "spec", parent: spec)
        let resources = yaml.items("resources", in: specFields, of: "spec").compactMap { node in
            yaml.text(of: node, "spec: resources")
        }
        let location = specFields["location"].flatMap { node -> String? in
            guard let text = yaml.text(of: node, "spec: location") else { return nil }
            guard FQDNTagCatalog.isLocation(text) else {
                yaml.report("spec: '\(text)' is not a location", remedy: "write one word, such as westeurope", at: node)
                return nil
            }
            return text
        }
        let internet = required("internet", in: specFields, of: "spec", spec).flatMap { self.internet($0) }
        let hosts = yaml.items("hosts", in: specFields, of: "spec").compactMap { host($0) }
        let kubernetes = kubernetes(in: specFields)
        guard let name, let firewall, let internet else { return nil }
        return LabTopology(
            name: name, firewall: firewall, resources: resources, location: location, internet: internet, hosts: hosts,
            kubernetes: kubernetes)
    }

    private mutating func host(_ node: Node) -> LabTopology.Host? {
        let known = ["name", "subnet", "address", "addresses", "services", "pod"]
        guard let fields = yaml.fields(of: node, "host", known: known),
            let name = name(in: fields, of: "host", node)
        else { return nil }
        let object = "host \(name)"
        var nodes = yaml.items("addresses", in: fields, of: object)
        switch (fields["address"], fields["addresses"]) {
        case (let address?, nil):
            nodes = [address]
        case (_?, _?):
            yaml.report("\(object) has both address and addresses", remedy: "keep addresses", at: node)
        case (nil, nil):
            yaml.report("\(object) has no address", remedy: "add address: 10.0.5.7, one of its subnet", at: node)
        case (nil, _?):
            break
        }
        let addresses = nodes.compactMap { node in
            yaml.value(of: node, object, form: "an address", example: "10.0.5.7", as: IPAddress.self)
        }
        let services = services(in: fields, of: object)
        let pod = pod(in: fields, of: object)
        guard let text = yaml.text("subnet", in: fields, of: object, parent: node) else { return nil }
        guard let subnet = SubnetReference(text) else {
            yaml.report(
                "\(object): subnet '\(text)' is not network/subnet", remedy: "write it as aks-vnet/aks-5-subnet",
                at: fields["subnet"])
            return nil
        }
        return LabTopology.Host(name: name, subnet: subnet, addresses: addresses, services: services, pod: pod)
    }

    // MARK: Small fields

    mutating func required(
        _ name: String, in fields: [String: Node], of object: String, _ parent: Node
    ) -> Node? {
        if fields[name] == nil { yaml.report("\(object): \(name) is missing", remedy: "add \(name):", at: parent) }
        return fields[name]
    }

    private mutating func expect(_ value: String, _ name: String, in fields: [String: Node], _ root: Node) {
        guard let text = yaml.text(name, in: fields, of: "Lab", parent: root), text != value else { return }
        yaml.report("\(name) is '\(text)'", remedy: "a lab file has \(name): \(value)", at: fields[name])
    }

    mutating func name(in fields: [String: Node], of object: String, _ parent: Node) -> String? {
        guard let name = yaml.text("name", in: fields, of: object, parent: parent) else { return nil }
        guard LabName.isValid(name) else {
            yaml.report("\(object): '\(name)' is not a name", remedy: LabName.rule, at: fields["name"])
            return nil
        }
        return name
    }

    mutating func number(
        _ name: String, in fields: [String: Node], of object: String, _ parent: Node, range: ClosedRange<Int>
    ) -> Int? {
        guard let text = yaml.text(name, in: fields, of: object, parent: parent) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            yaml.report(
                "\(object): \(name) '\(text)' is out of range",
                remedy: "write a number from \(range.lowerBound) to \(range.upperBound)", at: fields[name])
            return nil
        }
        return number
    }

    mutating func flag(_ name: String, in fields: [String: Node], of object: String) -> Bool {
        guard let node = fields[name] else { return false }
        guard let flag = node.bool else {
            yaml.report("\(object): \(name) must be true or false", remedy: "write true, or leave it out", at: node)
            return false
        }
        return flag
    }

    mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String, in fields: [String: Node], of object: String, _ parent: Node
    ) -> Choice? {
        guard let text = yaml.text(name, in: fields, of: object, parent: parent) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let choices = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            yaml.report("\(object): unknown \(name) '\(text)'", remedy: "one of \(choices)", at: fields[name])
            return nil
        }
        return choice
    }
}
