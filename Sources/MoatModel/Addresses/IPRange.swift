/// A closed range of addresses of one family, written `a-b` (Azure's IP groups and rules
/// take this form beside CIDR).
public struct IPRange: Hashable, Sendable {
    public let lowerBound: IPAddress
    public let upperBound: IPAddress

    /// Nil where the families differ or the range ends before it starts.
    public init?(_ lowerBound: IPAddress, _ upperBound: IPAddress) {
        guard lowerBound.family == upperBound.family, lowerBound <= upperBound else { return nil }
        self.lowerBound = lowerBound
        self.upperBound = upperBound
    }

    /// All addresses of a prefix.
    public init(_ prefix: IPPrefix) {
        self.lowerBound = prefix.address
        self.upperBound = prefix.lastAddress
    }

    /// Every address of a family.
    public static func all(_ family: IPAddress.Family) -> IPRange {
        IPRange(IPPrefix.all(family))
    }

    public var family: IPAddress.Family {
        lowerBound.family
    }

    public func contains(_ address: IPAddress) -> Bool {
        address.family == family && lowerBound <= address && address <= upperBound
    }

    public func contains(_ other: IPRange) -> Bool {
        contains(other.lowerBound) && contains(other.upperBound)
    }

    public func overlaps(_ other: IPRange) -> Bool {
        family == other.family && lowerBound <= other.upperBound && other.lowerBound <= upperBound
    }
}

extension IPRange: LosslessStringConvertible {
    public init?(_ description: some StringProtocol) {
        let parts = description.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let lower = IPAddress(parts[0]), let upper = IPAddress(parts[1]) else { return nil }
        self.init(lower, upper)
    }

    public init?(_ description: String) {
        self.init(description[...])
    }

    public var description: String {
        "\(lowerBound)-\(upperBound)"
    }
}
