public import FoundationEssentials
import MoatModel

/// A point in time that the API writes with whole seconds (`metav1.Time`).
public struct Time: Hashable, Sendable {
    /// Since 1970; what the API writes is no later than the year 9999, and what is made here neither.
    public let microseconds: Int64

    /// Rounded down to what the API writes. A time that its form cannot hold becomes the nearest that it can.
    public init(_ date: Date) {
        self.init(microseconds: RFC3339.microseconds(date))
    }

    private init(microseconds: Int64) {
        self.microseconds = CivilDate.floorDivide(microseconds, by: 1_000_000).0 * 1_000_000
    }

    public var date: Date { Date(timeIntervalSince1970: Double(microseconds) / 1_000_000) }
}

extension Time: LosslessStringConvertible {
    /// From RFC 3339; nil where the text is not of that form.
    public init?(_ description: String) {
        guard let microseconds = RFC3339.microseconds(description) else { return nil }
        self.init(microseconds: microseconds)
    }

    public var description: String { RFC3339.text(microseconds: microseconds, withFraction: false) }
}

extension Time: Codable {
    public init(from decoder: any Decoder) throws {
        self.init(microseconds: try RFC3339.microseconds(from: decoder))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
