import MoatModel

/// For each address that a name of a network rule has now, the rules that allow or deny it
/// by that name.
struct NamedDestinations: Sendable {
    /// Places of network rules within their pass, ascending.
    private let rules: [IPAddress: [Int]]

    static let none = NamedDestinations(rules: [:])

    private init(rules: [IPAddress: [Int]]) {
        self.rules = rules
    }

    /// `rulesByName` has for each name the network rules that list it, ascending.
    init(_ rulesByName: [String: [Int]], _ names: ResolvedNames) {
        var rules: [IPAddress: Set<Int>] = [:]
        for (name, indices) in rulesByName {
            for address in names.addresses[name] ?? [] { rules[address, default: []].formUnion(indices) }
        }
        self.rules = rules.mapValues { $0.sorted() }
    }

    /// The network rules that have the address as a destination by name; nil where none has.
    func rules(for address: IPAddress) -> [Int]? {
        rules.isEmpty ? nil : rules[address]
    }
}
