/// The formats of Kusto's `format_datetime()` (format-datetime-function, "Supported formats").
enum DateTimeFormat {
    enum Piece: Hashable {
        case text(String)
        /// One of `y M d H h m s f F t`, so many times.
        case unit(Character, Int)
    }

    /// Kusto: "Supported delimiters" are these.
    private static let delimiters: Set<Character> = [" ", "/", "-", ":", ",", ".", "_", "[", "]"]

    /// Nil where the format has a letter, a delimiter or a length that Kusto does not know.
    static func pieces(_ format: String) -> [Piece]? {
        var result: [Piece] = []
        var rest = Substring(format)
        while let first = rest.first {
            let run = rest.prefix { $0 == first }.count
            rest = rest.dropFirst(run)
            switch first {
            case "y" where run == 2 || run == 4, "M" where run <= 2, "d" where run <= 2, "H" where run <= 2,
                "h" where run <= 2, "m" where run <= 2, "s" where run <= 2, "t" where run == 2, "f" where run <= 7,
                "F" where run <= 7:
                result.append(.unit(first, run))
            case "T", "Z":
                // Not in the documentation's list, but in many queries, as themselves.
                result.append(.text(String(repeating: first, count: run)))
            case _ where delimiters.contains(first):
                result.append(.text(String(repeating: first, count: run)))
            default: return nil
            }
        }
        return result
    }
}
