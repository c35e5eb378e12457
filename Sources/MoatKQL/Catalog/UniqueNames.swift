/// Names that are taken, and the rule by which Kusto makes a new one of a name that is: it puts
/// the first free number behind it (`count_1`, the `Key1` of a join).
struct UniqueNames {
    private var taken: Set<String>

    init(_ names: some Sequence<String> = []) {
        taken = Set(names)
    }

    func contains(_ name: String) -> Bool {
        taken.contains(name)
    }

    /// Takes `name`, or the first of `name1`, `name2`, … that is free.
    mutating func take(_ name: String) -> String {
        if taken.insert(name).inserted { return name }
        return takeNumbered(name)
    }

    /// `name`, or the first of `name1`, `name2`, … that is free, which stays so.
    func free(_ name: String) -> String {
        var copy = self
        return copy.take(name)
    }

    /// Takes the first of `name1`, `name2`, … that is free: how a column without a name of its own
    /// becomes `Column1`.
    mutating func takeNumbered(_ name: String) -> String {
        var number = 1
        while !taken.insert(name + String(number)).inserted { number += 1 }
        return name + String(number)
    }
}
