/// One element of `ruleCollections`.
struct RuleCollectionReader {
    private enum CollectionType: String, CaseIterable {
        case filter = "FirewallPolicyFilterRuleCollection"
        case nat = "FirewallPolicyNatRuleCollection"
    }

    private enum ActionType: String, CaseIterable {
        case allow = "Allow"
        case deny = "Deny"
        case dnat = "DNAT"

        var filterAction: RuleCollection.FilterAction? {
            switch self {
            case .allow: .allow
            case .deny: .deny
            case .dnat: nil
            }
        }
    }

    enum RuleType: String, CaseIterable {
        case network = "NetworkRule"
        case application = "ApplicationRule"
        case nat = "NatRule"
    }

    private let reader: ObjectReader
    /// What rules name as the resource they are in: the group, as in `RuleCollectionGroup
    /// team, rule allow-dns`.
    private let group: String

    static func read(_ field: ManifestField) -> RuleCollection? {
        guard
            let reader = field.namedObject(
                "collection", properties: ["ruleCollectionType", "name", "priority", "action", "rules"])
        else { return nil }
        return RuleCollectionReader(reader: reader, group: field.object).read()
    }

    private func read() -> RuleCollection? {
        let name = reader.required("name")?.name()
        let priority = reader.required("priority", hint: RuleCollectionGroupReader.priorityHint)?
            .integer(in: RuleCollectionGroupReader.priorities, hint: RuleCollectionGroupReader.priorityHint)
        let typeHint = "write \(ManifestField.choice(CollectionType.allCases.map(\.rawValue)))"
        let type = reader.required("ruleCollectionType", hint: typeHint)?.oneOf(CollectionType.self)
        let action = readAction(type)
        let rules = type.flatMap { readRules($0, action: action) }
        guard let name, let priority, let rules else { return nil }
        return RuleCollection(name: name, priority: priority, rules: rules)
    }

    private func readAction(_ type: CollectionType?) -> ActionType? {
        let hint = type == .nat ? "write action: {type: DNAT}" : "write action: {type: Allow} or {type: Deny}"
        guard let field = reader.required("action", hint: hint),
            let action = ObjectReader(field, object: reader.object, properties: ["type"]),
            let typeField = action.required("type", hint: hint), let value = typeField.oneOf(ActionType.self)
        else { return nil }
        guard type == nil || (value == .dnat) == (type == .nat) else {
            typeField.issue("\(value.rawValue) does not go with \(type?.rawValue ?? "")", hint: hint)
            return nil
        }
        return value
    }

    private func readRules(_ type: CollectionType, action: ActionType?) -> RuleCollection.Rules? {
        let all = reader.required("rules", hint: "write rules: [] for a collection without any")?.elements() ?? []
        let filterAction = action?.filterAction ?? .deny
        let ruleType = readRuleType(of: all, in: type)
        // A rule of another type has its issue already and would only get misleading ones.
        let fields = all.filter { field in
            guard case .string(let text)? = field.value["ruleType"]?.content else { return true }
            return text == ruleType?.rawValue
        }
        switch ruleType {
        case .nat: return .nat(read(fields, NatRuleReader.read, name: \.name))
        case .network: return .network(filterAction, read(fields, NetworkRuleReader.read, name: \.name))
        case .application: return .application(filterAction, read(fields, ApplicationRuleReader.read, name: \.name))
        case nil: return nil
        }
    }

    private func read<Rule>(
        _ fields: [ManifestField], _ readRule: (ManifestField) -> Rule?, name: (Rule) -> String
    ) -> [Rule] {
        let rules = fields.compactMap { field in
            let field = ManifestField(
                log: field.log, value: field.value, path: field.path, property: "rules", object: group)
            return readRule(field).map { (field: field, value: $0) }
        }
        ManifestField.reportDuplicates(
            rules, key: { name($0).lowercased() }, message: { "two rules are called \(name($0))" },
            hint: "names within a collection must differ")
        return rules.map(\.value)
    }

    /// The one type of all rules; nil, with an issue, where they have none or several.
    private func readRuleType(of fields: [ManifestField], in type: CollectionType) -> RuleType? {
        if fields.isEmpty { return type == .nat ? .nat : .network }
        let allowed: [RuleType] = type == .nat ? [.nat] : [.network, .application]
        let hint = "write ruleType: \(ManifestField.choice(allowed.map(\.rawValue)))"
        var first: (type: RuleType, rule: String)?
        for (index, field) in fields.enumerated() {
            let object = field.elementObject("rule", in: group)
            guard let typeValue = field.value["ruleType"] else {
                if type == .nat { continue }
                field.log.add(
                    "ruleType is missing", hint: hint, object: object, path: field.path, mark: field.value.mark)
                continue
            }
            let typeField = ManifestField(
                log: field.log, value: typeValue, path: .field(field.path, "ruleType"), property: "ruleType",
                object: object)
            guard let ruleType = typeField.oneOf(RuleType.self) else { continue }
            guard allowed.contains(ruleType) else {
                typeField.issue("a \(ruleType.rawValue) does not go into a \(type.rawValue)", hint: hint)
                continue
            }
            let rule = Self.label(of: field, index: index)
            if let first, first.type != ruleType {
                reader.field.log.add(
                    "rules of two types: \(first.rule) is of type \(first.type.rawValue), "
                        + "\(rule) of type \(ruleType.rawValue)",
                    hint: "make two collections of it", object: reader.object, path: typeField.path,
                    mark: typeValue.mark)
                return nil
            }
            first = (ruleType, rule)
        }
        return type == .nat ? .nat : first?.type
    }

    private static func label(of field: ManifestField, index: Int) -> String {
        if case .string(let name)? = field.value["name"]?.content { return name }
        return "number \(index + 1)"
    }
}
