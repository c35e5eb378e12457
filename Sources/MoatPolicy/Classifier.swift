/// Finds the first rule of one pass that matches a flow of one address family.
struct Classifier<Address: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
    let sources: Dimension<Address>
    let destinations: Dimension<Address>
    let services: Dimension<UInt32>
    let depth: Int

    func firstMatch(source: Address, destination: Address, service: UInt32, in sets: RuleSets) -> Int? {
        sets.first(
            in: sources.root(at: source), destinations.root(at: destination), services.root(at: service), depth: depth)
    }

    func match(
        rule: Int, source: Address, destination: Address, service: UInt32, in sets: RuleSets
    ) -> FieldMatch {
        FieldMatch(
            source: sets.contains(rule, in: sources.root(at: source), depth: depth),
            destination: sets.contains(rule, in: destinations.root(at: destination), depth: depth),
            service: sets.contains(rule, in: services.root(at: service), depth: depth))
    }
}
