/// A set of fields of an object (`fieldsV1`).
struct FieldSet: Hashable, Sendable {
    /// Whether the place itself is one of the set, and not only fields below it.
    var isMember = false
    var below: [FieldPathStep: FieldSet] = [:]

    static let empty = FieldSet()

    var isEmpty: Bool { !isMember && below.isEmpty }

    subscript(step: FieldPathStep) -> FieldSet {
        get { below[step] ?? .empty }
        set { below[step] = newValue.isEmpty ? nil : newValue }
    }

    func union(_ other: FieldSet) -> FieldSet {
        FieldSet(
            isMember: isMember || other.isMember, below: below.merging(other.below) { $0.union($1) })
    }

    func intersection(_ other: FieldSet) -> FieldSet {
        var result = FieldSet(isMember: isMember && other.isMember)
        for (step, set) in below {
            if let theirs = other.below[step] { result[step] = set.intersection(theirs) }
        }
        return result
    }

    func subtracting(_ other: FieldSet) -> FieldSet {
        var result = FieldSet(isMember: isMember && !other.isMember)
        for (step, set) in below {
            result[step] = other.below[step].map(set.subtracting) ?? set
        }
        return result
    }

    /// The ways to all members.
    var paths: [[FieldPathStep]] {
        var paths: [[FieldPathStep]] = isMember ? [[]] : []
        for (step, set) in below.sorted(by: { $0.key < $1.key }) { paths += set.paths.map { [step] + $0 } }
        return paths
    }

    var json: JSONValue {
        var members = Dictionary(below.map { ($0.key.text, $0.value.json) }, uniquingKeysWith: { first, _ in first })
        // A leaf is an empty object; a place that has fields below it says so by a dot.
        if isMember, !below.isEmpty { members["."] = [:] }
        return .object(members)
    }

    /// What cannot be read is left out.
    init(json: JSONValue) {
        guard let members = json.object, !members.isEmpty else {
            isMember = true
            return
        }
        for (key, value) in members {
            if key == "." {
                isMember = true
            } else if let step = FieldPathStep(text: key) {
                self[step] = FieldSet(json: value)
            }
        }
    }

    init(isMember: Bool = false) {
        self.isMember = isMember
    }

    init(isMember: Bool, below: [FieldPathStep: FieldSet]) {
        self.isMember = isMember
        self.below = below
    }
}
