/// The distinct conditions that rules state on one field, each with the rules that state it.
struct ConditionTable<Key: Hashable, Values> {
    private var places: [Key: Int] = [:]
    private var entries: [(values: Values, rules: RuleBits)] = []

    /// Notes that a rule states the condition `key`; `values` is asked for the first time
    /// only. Rules must come in ascending order.
    mutating func insert<Failure: Error>(
        _ key: Key, rule: Int, values: () throws(Failure) -> Values
    ) throws(Failure) {
        let place: Int
        if let known = places[key] {
            place = known
        } else {
            place = entries.count
            entries.append((try values(), RuleBits()))
            places[key] = place
        }
        entries[place].rules.insert(rule)
    }

    /// The conditions of one address family.
    func conditions<Number>(_ values: (Values) -> IntervalSet<Number>) -> [Condition<Number>] {
        entries.map { Condition(values: values($0.values), rules: $0.rules) }
    }
}
