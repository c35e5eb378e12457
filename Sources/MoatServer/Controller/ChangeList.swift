import MoatModel

/// The difference between two configurations, resource by resource and rule by rule.
struct ChangeList {
    private(set) var changes: [ResourceChange] = []
    private(set) var summary = ChangeSummary()

    /// Compares only `keys`, the resources that may differ.
    init(from old: ResourceSet, to new: ResourceSet, keys: some Sequence<ResourceKey>) {
        for key in keys.sorted() {
            let (before, after) = (old[key], new[key])
            let change: Change
            switch (before, after) {
            case (nil, nil): continue
            case (nil, .some): change = .added
            case (.some, nil): change = .removed
            case (.some(let before), .some(let after)):
                guard before != after else { continue }
                change = .changed
            }
            summary.resources.count(change)
            let rules = Self.ruleChanges(from: before, to: after)
            for rule in rules { summary.rules.count(rule.change) }
            changes.append(
                ResourceChange(
                    kind: key.kind, name: key.name, change: change,
                    rules: Array(rules.prefix(ResourceChange.maximumRules)), ruleCount: rules.count))
        }
    }

    private static func ruleChanges(from old: Resource?, to new: Resource?) -> [RuleChange] {
        let (before, after) = (rules(of: old), rules(of: new))
        guard !before.isEmpty || !after.isEmpty else { return [] }
        let known = Dictionary(before.map { ($0.name, $0.content) }, uniquingKeysWith: { first, _ in first })
        let kept = Set(after.map(\.name))
        let present: [RuleChange] = after.compactMap { rule in
            guard let content = known[rule.name] else { return rule.name.changed(.added) }
            return content == rule.content ? nil : rule.name.changed(.changed)
        }
        return present + before.filter { !kept.contains($0.name) }.map { $0.name.changed(.removed) }
    }

    private struct RuleName: Hashable {
        var collection: String
        var rule: String

        func changed(_ change: Change) -> RuleChange {
            RuleChange(collection: collection, rule: rule, change: change)
        }
    }

    /// What a rule means for traffic by itself: its own text and its collection's action.
    private enum RuleContent: Hashable {
        case nat(NatRule)
        case network(RuleCollection.FilterAction, NetworkRule)
        case application(RuleCollection.FilterAction, ApplicationRule)
    }

    private typealias NamedRule = (name: RuleName, content: RuleContent)

    private static func rules(of resource: Resource?) -> [NamedRule] {
        guard case .ruleCollectionGroup(let group) = resource else { return [] }
        return group.ruleCollections.flatMap { collection -> [NamedRule] in
            switch collection.rules {
            case .nat(let rules):
                rules.map { (RuleName(collection: collection.name, rule: $0.name), .nat($0)) }
            case .network(let action, let rules):
                rules.map { (RuleName(collection: collection.name, rule: $0.name), .network(action, $0)) }
            case .application(let action, let rules):
                rules.map { (RuleName(collection: collection.name, rule: $0.name), .application(action, $0)) }
            }
        }
    }
}
