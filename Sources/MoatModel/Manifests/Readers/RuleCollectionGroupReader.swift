/// `Microsoft.Network/firewallPolicies/ruleCollectionGroups`.
enum RuleCollectionGroupReader {
    static let priorities = 100...65000
    static let priorityHint = "100 (first) to 65000 (last)"

    static func read(name: String, _ field: ManifestField) -> RuleCollectionGroup? {
        guard let spec = ObjectReader(field, properties: ["firewallPolicy", "priority", "ruleCollections"]) else {
            return nil
        }
        let policy = spec.required("firewallPolicy", hint: "write the name of the FirewallPolicy it belongs to")?.name()
        let priority = spec.required("priority", hint: priorityHint)?.integer(in: priorities, hint: priorityHint)
        let collections = spec.list("ruleCollections").compactMap { field in
            RuleCollectionReader.read(field).map { (field: field, value: $0) }
        }
        ManifestField.reportDuplicates(
            collections, key: { $0.name.lowercased() }, message: { "two collections are called \($0.name)" },
            hint: "names within a group must differ")
        reportPriorities(collections, in: spec)
        guard let policy, let priority else { return nil }
        return RuleCollectionGroup(
            name: name, firewallPolicy: policy, priority: priority, ruleCollections: collections.map(\.value))
    }

    private static func reportPriorities(
        _ collections: [(field: ManifestField, value: RuleCollection)], in spec: ObjectReader
    ) {
        var first: [Int: String] = [:]
        for (field, collection) in collections {
            guard let other = first[collection.priority] else {
                first[collection.priority] = collection.name
                continue
            }
            spec.field.log.add(
                "two collections have priority \(collection.priority) (\(other), \(collection.name))",
                hint: "priorities within a group must differ; \(priorityHint)", object: spec.object,
                path: .field(field.path, "priority"), mark: field.value["priority"]?.mark)
        }
    }
}
