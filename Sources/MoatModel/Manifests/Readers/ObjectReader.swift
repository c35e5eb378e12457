/// Reads the properties of one object of a manifest, strictly: a property that is not known
/// is an issue, and so is one that is known from Azure but does not exist here yet.
struct ObjectReader {
    let field: ManifestField
    /// What the issues of the object's properties name as their object.
    let object: String
    private let members: [ManifestValue.Member]

    /// Nil, with an issue, where the value is no object.
    ///
    /// - Parameters:
    ///   - field: The value.
    ///   - object: What messages name as the object; that of the field by default.
    ///   - properties: The names of all properties that the object may have.
    ///   - refused: Properties of the ARM resource that are refused, and why. One that says
    ///     nothing (`false`, an empty list, null), as in exported templates, is let pass.
    init?(_ field: ManifestField, object: String? = nil, properties: [String], refused: [String: String] = [:]) {
        guard case .object(let members) = field.value.content else {
            field.issue(
                "must be an object, not \(field.value.typeName)", hint: "it has \(properties.joined(separator: ", "))")
            return nil
        }
        self.field = field
        self.object = object ?? field.object
        self.members = members
        for member in members where !properties.contains(member.key) {
            report(unknown: member, properties: properties, refused: refused)
        }
    }

    private func report(unknown member: ManifestValue.Member, properties: [String], refused: [String: String]) {
        if let why = refused[member.key] {
            if member.value.saysSomething { self[member].issue(why) }
            return
        }
        let path = ManifestPath.field(field.path, member.key)
        if let near = NearestName.of(member.key, among: properties) {
            field.log.add(
                "unknown field '\(member.key)'; did you mean '\(near)'?", object: object, path: path, mark: member.mark)
        } else {
            field.log.add(
                "unknown field '\(member.key)'", hint: "known here: \(properties.joined(separator: ", "))",
                object: object, path: path, mark: member.mark)
        }
    }

    private subscript(member: ManifestValue.Member) -> ManifestField {
        ManifestField(
            log: field.log, value: member.value, path: .field(field.path, member.key), property: member.key,
            object: object)
    }

    /// A property, or nil where it is absent or null.
    subscript(name: String) -> ManifestField? {
        guard let member = members.first(where: { $0.key == name }) else { return nil }
        if case .null = member.value.content { return nil }
        return self[member]
    }

    /// A property that has to be there.
    func required(_ name: String, hint: String? = nil) -> ManifestField? {
        if let field = self[name] { return field }
        issue("\(name) is missing", hint: hint)
        return nil
    }

    /// The elements of a list property; none where it is absent.
    func list(_ name: String) -> [ManifestField] {
        self[name]?.elements() ?? []
    }

    /// The elements of a list property that must be there and not be empty.
    func requiredList(_ name: String, hint: String? = nil) -> [ManifestField] {
        guard let field = required(name, hint: hint) else { return [] }
        if case .array(let elements) = field.value.content, elements.isEmpty {
            field.issue("the list is empty", hint: hint)
        }
        return field.elements()
    }

    /// Records an issue with the object as a whole.
    func issue(_ message: String, hint: String? = nil) {
        field.log.add(message, hint: hint, object: object, path: field.path, mark: field.value.mark)
    }
}

extension ManifestValue {
    /// False for what says no more than leaving the property out would.
    fileprivate var saysSomething: Bool {
        switch content {
        case .null, .bool(false): false
        case .array(let elements): !elements.isEmpty
        case .object(let members): !members.isEmpty
        case .string(let text): !text.isEmpty
        default: true
        }
    }
}
