/// The second word of the header (RFC 1035, section 4.1.1; RFC 4035, section 3).
///
///     QR | opcode (4) | AA | TC | RD | RA | Z | AD | CD | rcode (4)
public struct DNSFlags: OptionSet, Hashable, Sendable {
    public var rawValue: UInt16

    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    public static let response = DNSFlags(rawValue: 0x8000)
    public static let authoritative = DNSFlags(rawValue: 0x0400)
    public static let truncated = DNSFlags(rawValue: 0x0200)
    public static let recursionDesired = DNSFlags(rawValue: 0x0100)
    public static let recursionAvailable = DNSFlags(rawValue: 0x0080)
    public static let authenticData = DNSFlags(rawValue: 0x0020)
    public static let checkingDisabled = DNSFlags(rawValue: 0x0010)

    /// 0 is QUERY.
    public var opcode: UInt16 {
        rawValue >> 11 & 0xf
    }

    /// The lower four bits of the response code.
    public var responseCode: UInt16 {
        get { rawValue & 0xf }
        set { rawValue = rawValue & ~0xf | newValue & 0xf }
    }
}

extension DNSFlags: CustomStringConvertible {
    /// `qr,rd,ra`, in the order of the header.
    public var description: String {
        let names: [(DNSFlags, String)] = [
            (.response, "qr"), (.authoritative, "aa"), (.truncated, "tc"), (.recursionDesired, "rd"),
            (.recursionAvailable, "ra"), (.authenticData, "ad"), (.checkingDisabled, "cd"),
        ]
        return names.filter { contains($0.0) }.map(\.1).joined(separator: ",")
    }
}
