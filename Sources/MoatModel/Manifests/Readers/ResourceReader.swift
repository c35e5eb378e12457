/// Reads one document: `apiVersion`, `kind`, `metadata.name` and the `spec` of its kind.
struct ResourceReader {
    static let apiVersion = "moat.dev/v1alpha1"

    /// What came of a document.
    struct Outcome {
        /// Nil where anything was wrong with it.
        var resource: Resource?
        /// The key of the resource, where at least that could be read.
        var key: ResourceKey?
        var issues: [ManifestIssue]
    }

    static func read(_ document: ManifestValue, file: String?) -> Outcome {
        let log = IssueLog(file: file)
        let object = object(of: document)
        let root = ManifestField(log: log, value: document, path: .root, property: "document", object: object)
        guard let reader = ObjectReader(root, properties: ["apiVersion", "kind", "metadata", "spec"]) else {
            return Outcome(issues: log.issues)
        }
        if let field = reader.required("apiVersion", hint: "write apiVersion: \(apiVersion)"),
            let version = field.string(), version != apiVersion
        {
            field.issue("'\(version)' is not known", hint: "write apiVersion: \(apiVersion)")
        }
        let kind = readKind(reader)
        let name = readName(reader, kind: kind)
        guard let kind else { return Outcome(issues: log.issues) }
        guard let spec = reader.required("spec", hint: "the properties of the \(kind.rawValue) go there") else {
            return finish(nil, key: name.flatMap { key(kind, $0, in: document) }, log: log)
        }
        let resource = read(kind, name: name ?? "", spec: spec)
        return finish(resource, key: name.flatMap { key(kind, $0, in: document) }, log: log)
    }

    private static func finish(_ resource: Resource?, key: ResourceKey?, log: IssueLog) -> Outcome {
        if let key { log.attribute(to: key) }
        return Outcome(resource: log.issues.isEmpty ? resource : nil, key: key, issues: log.issues)
    }

    /// How messages name what a document declares, also where parts of that are wrong.
    private static func object(of document: ManifestValue) -> String {
        guard case .string(let kind)? = document["kind"]?.content else { return "manifest" }
        guard case .string(let name)? = document["metadata"]?["name"]?.content else { return kind }
        return "\(kind) \(name)"
    }

    /// The key that a document declares, readable also where the rest of it is wrong.
    private static func key(_ kind: ResourceKind, _ name: String, in document: ManifestValue) -> ResourceKey? {
        guard kind == .ruleCollectionGroup else { return ResourceKey(kind: kind, name: name) }
        guard case .string(let policy)? = document["spec"]?["firewallPolicy"]?.content else { return nil }
        return ResourceKey(kind: kind, name: "\(policy)/\(name)")
    }

    private static func readKind(_ reader: ObjectReader) -> ResourceKind? {
        let known = ResourceKind.allCases.map(\.rawValue)
        let hint = "write \(ManifestField.choice(known))"
        guard let field = reader.required("kind", hint: hint), let text = field.string() else { return nil }
        if let kind = ResourceKind(rawValue: text) { return kind }
        field.issue("'\(text)' is not known", hint: NearestName.hint(for: text, among: known) ?? hint)
        return nil
    }

    private static func readName(_ reader: ObjectReader, kind: ResourceKind?) -> String? {
        guard let field = reader.required("metadata", hint: "write metadata: {name: …}"),
            let metadata = ObjectReader(field, properties: ["name"])
        else { return nil }
        return metadata.required("name")?.name(maximumLength: kind == .firewall ? Firewall.maximumNameLength : 80)
    }

    private static func read(_ kind: ResourceKind, name: String, spec: ManifestField) -> Resource? {
        switch kind {
        case .virtualNetwork: VirtualNetworkReader.read(name: name, spec).map(Resource.virtualNetwork)
        case .routeTable: RouteTableReader.read(name: name, spec).map(Resource.routeTable)
        case .publicIPAddress: PublicIPAddressReader.read(name: name, spec).map(Resource.publicIPAddress)
        case .ipGroup: IPGroupReader.read(name: name, spec).map(Resource.ipGroup)
        case .firewall: FirewallReader.read(name: name, spec).map(Resource.firewall)
        case .firewallPolicy: FirewallPolicyReader.read(name: name, spec).map(Resource.firewallPolicy)
        case .ruleCollectionGroup: RuleCollectionGroupReader.read(name: name, spec).map(Resource.ruleCollectionGroup)
        case .threatIntelFeed: ThreatIntelFeedReader.read(name: name, spec).map(Resource.threatIntelFeed)
        }
    }
}

extension ManifestField {
    /// `VirtualNetwork hub, subnet aks`: how messages name an element of a list, by its name
    /// or else by its place.
    func elementObject(_ noun: String, in object: String) -> String {
        if case .string(let name)? = value["name"]?.content { return "\(object), \(noun) \(name)" }
        guard case .element(_, let index) = path else { return object }
        return "\(object), \(noun) number \(index + 1)"
    }

    /// Reads an element of a list as an object that is named in messages by its own name.
    func namedObject(_ noun: String, properties: [String], refused: [String: String] = [:]) -> ObjectReader? {
        ObjectReader(
            self, object: elementObject(noun, in: object), properties: properties, refused: refused)
    }
}
