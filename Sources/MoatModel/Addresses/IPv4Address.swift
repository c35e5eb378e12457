/// An IPv4 address (RFC 791), held as one integer in host byte order so that
/// comparison is numeric order.
public struct IPv4Address: Hashable, Comparable, Sendable {
    /// The address as a number: 10.0.0.1 is `0x0A00_0001`.
    public var rawValue: UInt32

    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    public static func < (lhs: Self, rhs: Self) -> Bool {
        lhs.rawValue < rhs.rawValue
    }
}

extension IPv4Address: LosslessStringConvertible {
    /// Reads the dotted-quad form only: four decimal numbers from 0 to 255 without
    /// leading zeros. A leading zero is refused because some programs read it as octal
    /// (RFC 6943, section 3.1.1), and a firewall must not guess.
    public init?(_ description: some StringProtocol) {
        var value: UInt32 = 0
        var octet: UInt32 = 0
        var digits = 0
        var dots = 0
        for byte in description.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                if digits > 0, octet == 0 { return nil }
                octet = octet * 10 + UInt32(byte - UInt8(ascii: "0"))
                digits += 1
                if octet > 255 { return nil }
            case UInt8(ascii: "."):
                guard digits > 0, dots < 3 else { return nil }
                value = value << 8 | octet
                octet = 0
                digits = 0
                dots += 1
            default:
                return nil
            }
        }
        guard dots == 3, digits > 0 else { return nil }
        self.rawValue = value << 8 | octet
    }

    public init?(_ description: String) {
        self.init(description[...])
    }

    public var description: String {
        "\(rawValue >> 24).\(rawValue >> 16 & 0xff).\(rawValue >> 8 & 0xff).\(rawValue & 0xff)"
    }
}
