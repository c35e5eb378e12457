/// A length of time as people write it: `60s`, `5m`, `1h30m`, `2d`, `250ms`.
public struct DurationText: Hashable, Sendable {
    public var milliseconds: Int64

    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    public var duration: Duration {
        .milliseconds(milliseconds)
    }

    public var seconds: Double {
        Double(milliseconds) / 1000
    }

    private static let units: [(name: Substring, milliseconds: Int64)] = [
        ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
    ]
}

extension DurationText: LosslessStringConvertible {
    /// Numbers with a unit each (`d`, `h`, `m`, `s`, `ms`), large units first, none twice.
    /// A number without a unit is refused: seconds to one are minutes to another.
    public init?(_ description: String) {
        var rest = description[...]
        var total: Int64 = 0
        var remaining = Self.units[...]
        repeat {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            rest = rest[digits.endIndex...]
            let name = rest.prefix { $0.isLetter }
            rest = rest[name.endIndex...]
            guard digits.count <= 9, let number = Int64(digits),
                let index = remaining.firstIndex(where: { $0.name == name })
            else { return nil }
            total += number * remaining[index].milliseconds
            remaining = remaining[(index + 1)...]
        } while !rest.isEmpty
        milliseconds = total
    }

    /// The shortest way to write it; `0s` for none.
    public var description: String {
        var rest = milliseconds
        var text = ""
        for unit in Self.units where rest >= unit.milliseconds {
            text += "\(rest / unit.milliseconds)\(unit.name)"
            rest %= unit.milliseconds
        }
        return text.isEmpty ? "0s" : text
    }
}
