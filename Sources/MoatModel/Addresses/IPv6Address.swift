/// An IPv6 address (RFC 4291), held as one integer in host byte order so that
/// comparison is numeric order. Zone identifiers (`fe80::1%eth0`) are not part of it.
public struct IPv6Address: Hashable, Comparable, Sendable {
    /// The address as a number: `::1` is 1.
    public var rawValue: UInt128

    public init(rawValue: UInt128) {
        self.rawValue = rawValue
    }

    public static func < (lhs: Self, rhs: Self) -> Bool {
        lhs.rawValue < rhs.rawValue
    }

    /// The eight 16-bit groups, first to last.
    var groups: [UInt16] {
        (0..<8).map { UInt16(truncatingIfNeeded: rawValue >> (112 - 16 * $0)) }
    }
}

extension IPv6Address: LosslessStringConvertible {
    /// Reads the text forms of RFC 4291, section 2.2: eight groups, `::` once, and an
    /// IPv4 address in the last 32 bits.
    public init?(_ description: some StringProtocol) {
        guard description.utf8.count <= 45, description.utf8.contains(UInt8(ascii: ":")) else { return nil }
        let halves = Self.halves(of: description)
        guard let halves, let head = Self.groups(in: halves.head, allowsIPv4: halves.tail == nil) else { return nil }
        var groups = head
        if let tailText = halves.tail {
            guard let tail = Self.groups(in: tailText, allowsIPv4: true), head.count + tail.count <= 7 else {
                return nil
            }
            groups += Array(repeating: 0, count: 8 - head.count - tail.count) + tail
        }
        guard groups.count == 8 else { return nil }
        self.rawValue = groups.reduce(0) { $0 << 16 | UInt128($1) }
    }

    public init?(_ description: String) {
        self.init(description[...])
    }

    /// The text before and after `::`; `tail` is nil where there is no `::`. Nil where
    /// there is more than one.
    private static func halves(of text: some StringProtocol) -> (head: String, tail: String?)? {
        let bytes = Array(text.utf8)
        let colon = UInt8(ascii: ":")
        let doubles = bytes.indices.dropLast().filter { bytes[$0] == colon && bytes[$0 + 1] == colon }
        switch doubles.count {
        case 0:
            return (String(text), nil)
        case 1:
            return (
                String(decoding: bytes[..<doubles[0]], as: UTF8.self),
                String(decoding: bytes[(doubles[0] + 2)...], as: UTF8.self)
            )
        default:
            return nil
        }
    }

    private static func groups(in text: String, allowsIPv4: Bool) -> [UInt16]? {
        if text.isEmpty { return [] }
        var groups: [UInt16] = []
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if part.utf8.contains(UInt8(ascii: ".")) {
                guard allowsIPv4, index == parts.count - 1, let ipv4 = IPv4Address(part) else { return nil }
                groups.append(UInt16(ipv4.rawValue >> 16))
                groups.append(UInt16(truncatingIfNeeded: ipv4.rawValue))
            } else {
                guard (1...4).contains(part.utf8.count), part.utf8.allSatisfy(\.isHexDigit),
                    let group = UInt16(part, radix: 16)
                else { return nil }
                groups.append(group)
            }
        }
        return groups.count <= 8 ? groups : nil
    }

    /// The canonical form of RFC 5952: lower case, the longest run of two or more zero
    /// groups (the first of equals) as `::`, and IPv4-mapped addresses in dotted form.
    public var description: String {
        if rawValue >> 32 == 0xffff {
            return "::ffff:\(IPv4Address(rawValue: UInt32(truncatingIfNeeded: rawValue)))"
        }
        let groups = self.groups
        var best = 0..<0
        var start = 0
        while start < 8 {
            var end = start
            while end < 8, groups[end] == 0 { end += 1 }
            if end - start > max(best.count, 1) { best = start..<end }
            start = end + 1
        }
        let hex = groups.map { String($0, radix: 16) }
        guard !best.isEmpty else { return hex.joined(separator: ":") }
        return hex[..<best.lowerBound].joined(separator: ":") + "::" + hex[best.upperBound...].joined(separator: ":")
    }
}

extension UInt8 {
    var isHexDigit: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default:
            false
        }
    }
}
