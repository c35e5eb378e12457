public import FoundationEssentials

/// A point in time that the API writes with microseconds (`metav1.MicroTime`).
public struct MicroTime: Hashable, Sendable {
    /// Since 1970; what the API writes is no later than the year 9999, and what is made here neither.
    public let microseconds: Int64

    /// A time that its form cannot hold becomes the nearest that it can.
    public init(_ date: Date) {
        self.init(microseconds: RFC3339.microseconds(date))
    }

    /// The date, or the moment after `earlier` where the date is not later: others see that it changed, though
    /// the clock stands still or was set back.
    init(_ date: Date, after earlier: MicroTime?) {
        let time = RFC3339.microseconds(date)
        let next = earlier.map { min($0.microseconds + 1, RFC3339.microseconds(.distantFuture)) }
        self.init(microseconds: max(time, next ?? time))
    }

    private init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    public var date: Date { Date(timeIntervalSince1970: Double(microseconds) / 1_000_000) }
}

extension MicroTime: LosslessStringConvertible {
    /// From RFC 3339; nil where the text is not of that form.
    public init?(_ description: String) {
        guard let microseconds = RFC3339.microseconds(description) else { return nil }
        self.init(microseconds: microseconds)
    }

    public var description: String { RFC3339.text(microseconds: microseconds, withFraction: true) }
}

extension MicroTime: Codable {
    public init(from decoder: any Decoder) throws {
        self.init(microseconds: try RFC3339.microseconds(from: decoder))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
