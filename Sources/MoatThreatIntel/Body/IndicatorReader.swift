import MoatModel
import MoatPolicy

/// Reads the text of one entry: an address, a CIDR, a range, a name, `*.name` or a URL.
///
/// Bits after the prefix of a CIDR are dropped, since many lists have some there: it means its
/// whole network.
struct IndicatorReader {
    /// The name that was read last: lower case, without a trailing dot; of a wildcard with the
    /// dot that follows the `*`.
    private(set) var name: [UInt8] = []

    init() {
        name.reserveCapacity(256)
    }

    /// The text has no blanks at its ends.
    mutating func read(_ text: UnsafeBufferPointer<UInt8>) -> Indicator {
        if let indicator = IPv4Text.read(text) { return indicator }
        guard let first = text.first else { return .unreadable("there is no indicator") }
        guard text.count <= LineReader.maximumLength else { return .unreadable(Self.tooLong) }
        if let scheme = Self.scheme(of: text) { return url(text, scheme) }
        if text.contains(UInt8(ascii: ":")), let indicator = Self.ipv6(text) { return indicator }
        if text.contains(UInt8(ascii: "@")) || Self.isHash(text) { return .unsupported }
        if first == UInt8(ascii: "*") {
            guard text.count > 1 else { return .unreadable("it means every name") }
            guard text[1] == UInt8(ascii: ".") else { return .unreadable("a wildcard begins with *.") }
            return readName(text.slice(1, text.count), isWildcard: true)
        }
        return readName(text, isWildcard: false)
    }

    static let tooLong = "it is longer than \(LineReader.maximumLength) bytes"

    /// The length of what stands before `://`.
    private static func scheme(of text: UnsafeBufferPointer<UInt8>) -> Int? {
        let length = text.prefix { ($0 | 0x20) &- UInt8(ascii: "a") < 26 }.count
        guard length > 0, text.count >= length + 3, text[length...].starts(with: "://".utf8) else { return nil }
        return length
    }

    private func url(_ text: UnsafeBufferPointer<UInt8>, _ scheme: Int) -> Indicator {
        switch String(decoding: text[..<scheme], as: UTF8.self).lowercased() {
        case "https": .invisible
        case "http":
            ThreatURL(String(decoding: text, as: UTF8.self)).map(Indicator.url)
                ?? .unreadable("it is no http URL with a host, or one of more than \(ThreatURL.maximumLength) bytes")
        default: .unsupported
        }
    }

    private static func ipv6(_ text: UnsafeBufferPointer<UInt8>) -> Indicator? {
        guard text.count <= 95 else { return nil }
        let text = String(decoding: text, as: UTF8.self)
        if let address = IPv6Address(text) { return .ipv6(address.rawValue, address.rawValue) }
        if let range = IPRange(text), case (.v6(let lower), .v6(let upper)) = (range.lowerBound, range.upperBound) {
            return .ipv6(lower.rawValue, upper.rawValue)
        }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let address = IPv6Address(parts[0]), let length = prefixLength(parts[1]) else {
            return nil
        }
        let host = length == 0 ? UInt128.max : (UInt128(1) << UInt128(128 - length)) &- 1
        return .ipv6(address.rawValue & ~host, address.rawValue | host)
    }

    private static func prefixLength(_ text: Substring) -> Int? {
        guard text.utf8.count <= 3, text.utf8.allSatisfy(\.isDigit), text == "0" || !text.hasPrefix("0"),
            let length = Int(text), length <= 128
        else { return nil }
        return length
    }

    /// MD5, SHA-1, SHA-256 and SHA-512 in hexadecimal digits.
    private static func isHash(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        [32, 40, 64, 128].contains(text.count)
            && text.allSatisfy { $0.isDigit || ($0 | 0x20) &- UInt8(ascii: "a") < 6 }
    }

    /// The text of a wildcard begins with the dot after its `*`.
    private mutating func readName(_ text: UnsafeBufferPointer<UInt8>, isWildcard: Bool) -> Indicator {
        name.removeAll(keepingCapacity: true)
        if isWildcard { name.append(UInt8(ascii: ".")) }
        let start = name.count
        var label = 0
        var dots = 0
        var hasLetter = false
        for byte in text[start...] {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
                hasLetter = true
                label += 1
                name.append(byte | 0x20)
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                label += 1
                name.append(byte)
            case UInt8(ascii: "."):
                guard label > 0 else { return .unreadable(Self.unknown) }
                dots += 1
                (label, hasLetter) = (0, name.count + 1 == text.count && hasLetter)
                name.append(byte)
            case 0x80...: return .unreadable("a name is written with letters of ASCII, others in Punycode (xn--)")
            default: return .unreadable(Self.unknown)
            }
            guard label <= 63 else { return .unreadable("a label of a name has at most 63 characters") }
        }
        if label == 0, dots > 0 {
            name.removeLast()
            dots -= 1
        }
        guard name.count - start <= 253 else { return .unreadable("a name has at most 253 characters") }
        // The last label of a name is no number (RFC 3696, section 2): this is a broken address.
        guard name.count > start, hasLetter else { return .unreadable(Self.unknown) }
        guard dots > 0 else { return .unreadable("it is a name of one label, and would mean a whole top-level domain") }
        return .name(isWildcard: isWildcard)
    }

    private static let unknown = "it is neither an address nor a name nor a URL"
}
