/// Which fields of a rule a flow satisfies; the rule matches where it satisfies all three.
public struct FieldMatch: Hashable, Sendable {
    public var source: Bool
    public var destination: Bool
    /// Protocol and port together.
    public var service: Bool

    public init(source: Bool, destination: Bool, service: Bool) {
        self.source = source
        self.destination = destination
        self.service = service
    }

    public var all: Bool { source && destination && service }

    /// The number of fields satisfied, 0 to 3.
    public var count: Int { (source ? 1 : 0) + (destination ? 1 : 0) + (service ? 1 : 0) }
}
