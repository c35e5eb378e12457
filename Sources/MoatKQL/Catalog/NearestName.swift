/// Finds what a query may have meant by a name that does not exist.
enum NearestName {
    /// The candidate with the fewest changed characters, case aside, where there are few enough of
    /// them to be a slip.
    static func of(_ name: String, in candidates: some Sequence<String>) -> String? {
        let wanted = scalars(name)
        var best: (name: String, distance: Int)?
        for candidate in candidates {
            let other = scalars(candidate)
            let limit = max(1, min(wanted.count, other.count) / 3)
            guard abs(wanted.count - other.count) <= limit else { continue }
            let distance = distance(wanted, other)
            if distance <= limit, distance < best?.distance ?? .max {
                best = (candidate, distance)
            }
        }
        return best?.name
    }

    /// The beginning of a name, without case: names have no end that a query could not move.
    private static func scalars(_ name: String) -> [Unicode.Scalar] {
        Array(String(String.UnicodeScalarView(name.unicodeScalars.prefix(64))).lowercased().unicodeScalars)
    }

    /// Levenshtein's distance.
    private static func distance(_ one: [Unicode.Scalar], _ other: [Unicode.Scalar]) -> Int {
        var row = Array(0...other.count)
        for (i, scalar) in one.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, against) in other.enumerated() {
                let substituted = diagonal + (scalar == against ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(substituted, row[j] + 1, diagonal + 1)
            }
        }
        return row[other.count]
    }
}
