/// A domain name, as it is on the wire and without compression: labels with their length
/// before them, and the root's empty label at the end (RFC 1035, section 3.1).
public struct DNSName: Hashable, Sendable {
    /// RFC 1035, section 2.3.4, the root's label included.
    public static let maximumLength = 255

    /// 1 to 255 bytes.
    public let wire: [UInt8]

    public static let root = DNSName(validWire: [0])

    init(validWire: [UInt8]) {
        wire = validWire
    }

    /// Reads a host name with or without a trailing dot. Nil for an empty label, one of more
    /// than 63 bytes, a name that is too long, and anything that is no printable ASCII.
    public init?(_ text: some StringProtocol) {
        var wire: [UInt8] = []
        var labels = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        if labels.last?.isEmpty == true, labels.count > 1 { labels.removeLast() }
        for label in labels {
            guard (1...63).contains(label.count), wire.count + label.count + 2 <= Self.maximumLength,
                label.allSatisfy({ (0x21...0x7e).contains($0) && $0 != UInt8(ascii: "\\") })
            else { return nil }
            wire.append(UInt8(label.count))
            wire.append(contentsOf: label)
        }
        self.wire = wire + [0]
    }

    /// In the form in which names are compared (RFC 4343).
    public var lowercased: DNSName {
        DNSName(validWire: wire.map(\.asciiLowercased))
    }

    /// Whether the names are the same, upper and lower case being equal.
    public func matches(_ other: DNSName) -> Bool {
        wire.count == other.wire.count
            && zip(wire, other.wire).allSatisfy { $0.asciiLowercased == $1.asciiLowercased }
    }

    /// Whether this is `parent` or below it; both in lower case.
    func isWithin(_ parent: DNSName) -> Bool {
        var place = 0
        while wire.count - place >= parent.wire.count {
            if wire[place...].elementsEqual(parent.wire) { return true }
            place += 1 + Int(wire[place])
        }
        return false
    }

    /// Lower case and without the trailing dot, as rules write it.
    var ruleText: String {
        String(lowercased.description.dropLast())
    }
}

extension DNSName: CustomStringConvertible {
    /// With the trailing dot. Bytes that would be misread are written as `\.`, `\\` and `\DDD`
    /// (RFC 1035, section 5.1).
    public var description: String {
        guard wire.count > 1 else { return "." }
        var text: [UInt8] = []
        text.reserveCapacity(wire.count)
        var place = 0
        while place < wire.count, wire[place] != 0 {
            let end = place + 1 + Int(wire[place])
            for byte in wire[place + 1..<end] {
                switch byte {
                case UInt8(ascii: "."), UInt8(ascii: "\\"):
                    text.append(UInt8(ascii: "\\"))
                    text.append(byte)
                case 0x21...0x7e:
                    text.append(byte)
                default:
                    text.append(UInt8(ascii: "\\"))
                    for divisor: UInt8 in [100, 10, 1] { text.append(UInt8(ascii: "0") + byte / divisor % 10) }
                }
            }
            text.append(UInt8(ascii: "."))
            place = end
        }
        return String(decoding: text, as: UTF8.self)
    }
}

extension UInt8 {
    var asciiLowercased: UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self | 0x20 : self
    }
}
