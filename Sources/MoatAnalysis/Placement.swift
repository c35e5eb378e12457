import MoatModel
import MoatPolicy

/// Finds a place for a new network or application rule.
struct Placement {
    let resources: ResourceSet
    var tier = Decision.Tier.network

    struct Place: CustomStringConvertible {
        var policy: String
        var group: String
        var groupPriority: Int?
        var collection: String
        var collectionPriority: Int?
        /// Names that are taken in the collection.
        var ruleNames: [String] = []

        /// `team/allow`, or what has to be made for it.
        var description: String {
            if let groupPriority {
                return "a new group \(group) (policy \(policy), priority \(groupPriority))"
            }
            if let collectionPriority {
                return "a new collection \(group)/\(collection) (policy \(policy), priority \(collectionPriority))"
            }
            return "\(group)/\(collection)"
        }

        /// A name that is free, such as `10.0.5.7-to-203.0.113.9-443-tcp`.
        func ruleName(for flow: Flow) -> String {
            let port = flow.ipProtocol.hasPorts ? "-\(flow.destinationPort)" : ""
            let name = "\(flow.source)-to-\(flow.destination)\(port)-\(FlowText.name(of: flow))"
                .replacing(":", with: "_")
            return ruleName(name)
        }

        /// The name, or one like it that is free.
        func ruleName(_ name: String) -> String {
            free(name, ruleNames)
        }
    }

    private static let priorities = 100...65000

    /// Anywhere in the policy: for a flow that no rule speaks of, every place will do.
    func anywhere(in policy: String, _ action: RuleCollection.FilterAction) -> Place? {
        let groups = groups(of: policy)
        for group in groups {
            for collection in group.ruleCollections.sorted(by: { $0.priority < $1.priority }) {
                guard let names = names(in: collection, action) else { continue }
                return Place(policy: policy, group: group.name, collection: collection.name, ruleNames: names)
            }
        }
        let name = action.rawValue.lowercased()
        for group in groups {
            let taken = Set(group.ruleCollections.map(\.priority))
            guard let priority = Self.priorities.first(where: { !taken.contains($0) }) else { continue }
            return Place(
                policy: policy, group: group.name, collection: free(name, group.ruleCollections.map(\.name)),
                collectionPriority: priority)
        }
        let taken = Set(groups.map(\.priority))
        return Self.priorities.first { !taken.contains($0) }.map {
            Place(
                policy: policy, group: free(tier.rawValue, groups.map(\.name)), groupPriority: $0, collection: name,
                collectionPriority: Self.priorities.lowerBound)
        }
    }

    /// Before a rule, in the same policy: the policy of a child comes too late.
    func before(_ rule: RuleReference, _ action: RuleCollection.FilterAction) -> Place? {
        let groups = groups(of: rule.policy)
        guard let group = groups.first(where: { $0.name == rule.group }),
            let collection = group.ruleCollections.first(where: { $0.name == rule.collection })
        else { return nil }
        let name = "\(action.rawValue.lowercased())-before-\(rule.collection)"
        let taken = Set(group.ruleCollections.map(\.priority))
        if let priority = (Self.priorities.lowerBound..<collection.priority).last(where: { !taken.contains($0) }) {
            return Place(
                policy: rule.policy, group: group.name, collection: free(name, group.ruleCollections.map(\.name)),
                collectionPriority: priority)
        }
        let takenByGroups = Set(groups.map(\.priority))
        return (Self.priorities.lowerBound..<group.priority).last { !takenByGroups.contains($0) }.map {
            Place(
                policy: rule.policy, group: free("before-\(group.name)", groups.map(\.name)), groupPriority: $0,
                collection: name, collectionPriority: Self.priorities.lowerBound)
        }
    }

    /// The names of the rules, where the collection can take one of the tier; nil where not.
    private func names(in collection: RuleCollection, _ action: RuleCollection.FilterAction) -> [String]? {
        switch (tier, collection.rules) {
        case (.network, .network(action, let rules)): rules.map(\.name)
        case (.application, .application(action, let rules)): rules.map(\.name)
        default: nil
        }
    }

    private func groups(of policy: String) -> [RuleCollectionGroup] {
        resources.ruleCollectionGroups.values.filter { $0.firewallPolicy == policy }
            .sorted { ($0.priority, $0.name) < ($1.priority, $1.name) }
    }
}

/// The name, with a number after it where it is taken.
private func free(_ name: String, _ taken: [String]) -> String {
    guard taken.contains(name) else { return name }
    var number = 2
    while taken.contains("\(name)-\(number)") { number += 1 }
    return "\(name)-\(number)"
}
