/// The formats of Kusto's `format_timespan()` (format-timespan-function, "Supported formats").
enum TimeSpanFormat {
    private static let delimiters: Set<Character> = [" ", "/", "-", ":", ",", ".", "_", "[", "]"]

    /// Nil where the format has something that Kusto does not know. Of the letters `d H m s f F`
    /// (`h` is the same as `H`) as many as the text has.
    static func pieces(_ format: String) -> [DateTimeFormat.Piece]? {
        var result: [DateTimeFormat.Piece] = []
        var rest = Substring(format)
        while let first = rest.first {
            let run = rest.prefix { $0 == first }.count
            rest = rest.dropFirst(run)
            switch first {
            case "h" where run <= 2: result.append(.unit("H", run))
            case "d" where run <= 8, "H" where run <= 2, "m" where run <= 2, "s" where run <= 2, "f" where run <= 7,
                "F" where run <= 7:
                result.append(.unit(first, run))
            case _ where delimiters.contains(first):
                result.append(.text(String(repeating: first, count: run)))
            default: return nil
            }
        }
        return result
    }
}
