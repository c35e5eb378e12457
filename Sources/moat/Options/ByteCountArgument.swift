import ArgumentParser

/// A number of bytes as people write it: `500MB`, `10GB`, `1TB`; decimal units.
struct ByteCountArgument: Hashable {
    var bytes: Int
}

extension ByteCountArgument: LosslessStringConvertible {
    private static let units: [(name: String, bytes: Int)] = [
        ("TB", 1_000_000_000_000), ("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1000), ("B", 1),
    ]

    /// A whole number with a unit. A number without one is refused, since it is more likely a
    /// mistake than bytes.
    init?(_ description: String) {
        let digits = description.prefix { $0.isASCII && $0.isNumber }
        let name = description[digits.endIndex...].uppercased()
        guard digits.count <= 9, let number = Int(digits),
            let unit = Self.units.first(where: { $0.name.uppercased() == name })
        else { return nil }
        let (product, isOverflow) = number.multipliedReportingOverflow(by: unit.bytes)
        guard !isOverflow else { return nil }
        bytes = product
    }

    var description: String {
        for unit in Self.units where bytes >= unit.bytes && bytes % unit.bytes == 0 {
            return "\(bytes / unit.bytes)\(unit.name)"
        }
        return "\(bytes)B"
    }
}

extension ByteCountArgument: ExpressibleByArgument {
    init?(argument: String) {
        self.init(argument)
    }
}
