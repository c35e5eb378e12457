/// An address of either family. IPv4 sorts before IPv6; the families never compare
/// equal, so `::ffff:10.0.0.1` is not 10.0.0.1.
public enum IPAddress: Hashable, Sendable {
    case v4(IPv4Address)
    case v6(IPv6Address)

    /// The address family (RFC 791, RFC 8200).
    public enum Family: String, Hashable, Sendable, CaseIterable {
        case ipv4 = "IPv4"
        case ipv6 = "IPv6"

        /// The number of bits in an address: 32 or 128.
        public var bitWidth: Int {
            self == .ipv4 ? 32 : 128
        }
    }

    public var family: Family {
        switch self {
        case .v4: .ipv4
        case .v6: .ipv6
        }
    }

    /// The address as a number, IPv4 in the low 32 bits.
    public var number: UInt128 {
        switch self {
        case .v4(let address): UInt128(address.rawValue)
        case .v6(let address): address.rawValue
        }
    }

    /// The address with that number; bits above the family's width are dropped.
    public init(number: UInt128, family: Family) {
        switch family {
        case .ipv4: self = .v4(IPv4Address(rawValue: UInt32(truncatingIfNeeded: number)))
        case .ipv6: self = .v6(IPv6Address(rawValue: number))
        }
    }
}

extension IPAddress: Comparable {
    public static func < (lhs: Self, rhs: Self) -> Bool {
        switch (lhs, rhs) {
        case (.v4(let lhs), .v4(let rhs)): lhs < rhs
        case (.v6(let lhs), .v6(let rhs)): lhs < rhs
        case (.v4, .v6): true
        case (.v6, .v4): false
        }
    }
}

extension IPAddress: LosslessStringConvertible {
    public init?(_ description: some StringProtocol) {
        if let address = IPv4Address(description) {
            self = .v4(address)
        } else if let address = IPv6Address(description) {
            self = .v6(address)
        } else {
            return nil
        }
    }

    public init?(_ description: String) {
        self.init(description[...])
    }

    public var description: String {
        switch self {
        case .v4(let address): address.description
        case .v6(let address): address.description
        }
    }
}
