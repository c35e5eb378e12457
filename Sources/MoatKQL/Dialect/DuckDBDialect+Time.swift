extension DuckDBDialect {
    public func bin(datetime: String, size: Int64) -> String {
        switch size {
        case 1_000_000: "date_trunc('second', \(datetime))"
        case 60_000_000: "date_trunc('minute', \(datetime))"
        case 3_600_000_000: "date_trunc('hour', \(datetime))"
        case CivilTime.microsecondsPerDay: "date_trunc('day', \(datetime))"
        // time_bucket counts from 2000-01-03, a whole number of weeks after 0001-01-01.
        case _ where 7 * CivilTime.microsecondsPerDay % size == 0:
            "time_bucket(INTERVAL \(size) MICROSECONDS, \(datetime))"
        default: "time_bucket(INTERVAL \(size) MICROSECONDS, \(datetime), TIMESTAMP '0001-01-01 00:00:00')"
        }
    }

    public func shifted(datetime: String, by microseconds: Int64) -> String {
        "(\(datetime) + INTERVAL (\(microseconds)) MICROSECONDS)"
    }

    public func formatted(datetime: String, format: String) -> String? {
        guard let pieces = DateTimeFormat.pieces(format) else { return nil }
        let texts = pieces.map { piece in
            switch piece {
            case .text(let text): Self.quoted(text)
            case .unit(let letter, let count): unit(letter, count, datetime)
            }
        }
        return texts.isEmpty ? "''" : "concat(\(texts.joined(separator: ", ")))"
    }

    private func unit(_ letter: Character, _ count: Int, _ datetime: String) -> String {
        let code =
            switch (letter, count) {
            case ("y", 2): "%y"
            case ("y", _): "%Y"
            case ("M", 1): "%-m"
            case ("M", _): "%m"
            case ("d", 1): "%-d"
            case ("d", _): "%d"
            case ("H", 1): "%-H"
            case ("H", _): "%H"
            case ("h", 1): "%-I"
            case ("h", _): "%I"
            case ("m", 1): "%-M"
            case ("m", _): "%M"
            case ("s", 1): "%-S"
            case ("s", _): "%S"
            case ("t", _): "%p"
            default: "%f"
            }
        let text = "strftime(\(datetime), '\(code)')"
        switch letter {
        case "f": return "left(\(text) || '0', \(count))"
        // Like f, without zeros at the end.
        case "F": return "rtrim(left(\(text) || '0', \(count)), '0')"
        default: return text
        }
    }
}
