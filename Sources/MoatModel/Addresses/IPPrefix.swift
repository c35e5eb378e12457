/// A CIDR prefix (RFC 4632, RFC 4291): a network address and the number of leading bits
/// that name it. The bits after the prefix are always zero.
public struct IPPrefix: Hashable, Sendable {
    /// The first address of the prefix.
    public let address: IPAddress
    /// The number of leading bits, 0 to 32 or 0 to 128.
    public let length: Int

    /// Nil where `length` does not fit the family or `address` has bits set after the
    /// prefix: `10.0.0.1/24` is a typing error more often than a wish, so it is refused
    /// rather than silently widened. `masking` is the way to widen on purpose.
    public init?(address: IPAddress, length: Int) {
        guard (0...address.family.bitWidth).contains(length) else { return nil }
        self.init(masking: address, length: length)
        guard self.address == address else { return nil }
    }

    /// The prefix of that length which holds `address`. `length` is clamped to the family's
    /// width.
    public init(masking address: IPAddress, length: Int) {
        let width = address.family.bitWidth
        let clamped = min(max(length, 0), width)
        self.length = clamped
        self.address = IPAddress(
            number: address.number & ~Self.hostMask(family: address.family, length: clamped), family: address.family)
    }

    /// The prefix that holds only this address: /32 or /128.
    public init(_ address: IPAddress) {
        self.address = address
        self.length = address.family.bitWidth
    }

    /// `0.0.0.0/0` or `::/0`.
    public static func all(_ family: IPAddress.Family) -> IPPrefix {
        IPPrefix(masking: IPAddress(number: 0, family: family), length: 0)
    }

    private static func hostMask(family: IPAddress.Family, length: Int) -> UInt128 {
        let hostBits = family.bitWidth - length
        return hostBits == 128 ? .max : (UInt128(1) << hostBits) - 1
    }

    public var family: IPAddress.Family {
        address.family
    }

    public var lastAddress: IPAddress {
        IPAddress(number: address.number | Self.hostMask(family: family, length: length), family: family)
    }

    public func contains(_ other: IPAddress) -> Bool {
        other.family == family && other.number & ~Self.hostMask(family: family, length: length) == address.number
    }

    public func contains(_ other: IPPrefix) -> Bool {
        other.length >= length && contains(other.address)
    }

    public func overlaps(_ other: IPPrefix) -> Bool {
        contains(other) || other.contains(self)
    }
}

extension IPPrefix: Comparable {
    /// By address, and of two with the same address the wider one first.
    public static func < (lhs: Self, rhs: Self) -> Bool {
        (lhs.address, lhs.length) < (rhs.address, rhs.length)
    }
}

extension IPPrefix: LosslessStringConvertible {
    /// Reads `address/length`. An address without a length is not a prefix.
    public init?(_ description: some StringProtocol) {
        let parts = description.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let address = IPAddress(parts[0]), (1...3).contains(parts[1].utf8.count),
            parts[1].utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            parts[1].utf8.count == 1 || parts[1].utf8.first != UInt8(ascii: "0"),
            let length = Int(parts[1])
        else { return nil }
        self.init(address: address, length: length)
    }

    public init?(_ description: String) {
        self.init(description[...])
    }

    public var description: String {
        "\(address)/\(length)"
    }
}
