import ArgumentParser

/// A length of time as people write it: `60s`, `5m`, `1h30m`, `2d`, `250ms`.
struct DurationArgument: Hashable {
    var duration: Duration

    var seconds: Double {
        let (seconds, attoseconds) = duration.components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}

extension DurationArgument: LosslessStringConvertible {
    /// Numbers with a unit each (`d`, `h`, `m`, `s`, `ms`), large units first, none twice.
    /// A number without a unit is refused: seconds to one are minutes to another.
    init?(_ description: String) {
        let units: [(name: Substring, milliseconds: Int64)] = [
            ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
        ]
        var rest = description[...]
        var total: Int64 = 0
        var remaining = units[...]
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
        duration = .milliseconds(total)
    }

    var description: String {
        Humanized.duration(seconds: seconds)
    }
}

extension DurationArgument: ExpressibleByArgument {
    init?(argument: String) {
        self.init(argument)
    }
}
