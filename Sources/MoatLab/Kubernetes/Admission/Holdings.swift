/// Who has what of things that only one may have, found either way without a search.
struct Holdings<Thing: Hashable & Sendable>: Sendable {
    private var owners: [Thing: String] = [:]
    /// Of those who have something only.
    private var things: [String: Set<Thing>] = [:]

    func owner(of thing: Thing) -> String? { owners[thing] }

    /// Gives a thing to `owner`, who may have it already; false where another has it.
    mutating func give(_ thing: Thing, to owner: String) -> Bool {
        if let other = owners[thing] { return other == owner }
        owners[thing] = owner
        things[owner, default: []].insert(thing)
        return true
    }

    /// Takes back all that `owner` has but what is listed.
    mutating func takeBack(from owner: String, but kept: Set<Thing>) {
        guard let held = things[owner] else { return }
        for thing in held.subtracting(kept) { owners[thing] = nil }
        let left = held.intersection(kept)
        things[owner] = left.isEmpty ? nil : left
    }
}
