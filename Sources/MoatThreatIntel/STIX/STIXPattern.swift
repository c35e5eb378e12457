/// A pattern of STIX 2.1, section 9, as far as it can be looked up: comparisons of an address,
/// a name or a URL with a value, joined by OR within the brackets of one observation or between
/// several.
///
/// Whatever else a pattern has (AND, FOLLOWEDBY, NOT, qualifiers, hashes and other objects)
/// makes the whole of it one that is not supported: what is left would say something else.
struct STIXPattern {
    enum Kind: String {
        case ipv4 = "ipv4-addr:value"
        case ipv6 = "ipv6-addr:value"
        case name = "domain-name:value"
        case url = "url:value"
    }

    struct Comparison: Hashable {
        var kind: Kind
        var value: String
    }

    private var bytes: [UInt8]
    private var offset = 0

    /// What is compared; nil where the pattern is not supported.
    static func comparisons(in pattern: String) -> [Comparison]? {
        var reader = STIXPattern(bytes: Array(pattern.utf8))
        var found: [Comparison] = []
        repeat {
            guard reader.take("[") else { return nil }
            repeat {
                guard let comparison = reader.comparison() else { return nil }
                found.append(comparison)
            } while reader.takeWord("OR")
            guard reader.take("]") else { return nil }
        } while reader.takeWord("OR")
        reader.skipSpace()
        return reader.offset == reader.bytes.count ? found : nil
    }

    private mutating func comparison() -> Comparison? {
        skipSpace()
        let start = offset
        while offset < bytes.count, bytes[offset].isPartOfPath { offset += 1 }
        guard let kind = Kind(rawValue: String(decoding: bytes[start..<offset], as: UTF8.self)) else { return nil }
        if takeWord("ISSUBSET") {
            guard kind == .ipv4 || kind == .ipv6 else { return nil }
        } else {
            guard take("=") else { return nil }
            // STIX knows both spellings.
            if offset < bytes.count, bytes[offset] == UInt8(ascii: "=") { offset += 1 }
        }
        return literal().map { Comparison(kind: kind, value: $0) }
    }

    /// A string in single quotes, in which `\` takes what follows it literally.
    private mutating func literal() -> String? {
        guard take("'") else { return nil }
        var value: [UInt8] = []
        while offset < bytes.count {
            let byte = bytes[offset]
            offset += 1
            switch byte {
            case UInt8(ascii: "'"): return String(decoding: value, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard offset < bytes.count else { return nil }
                value.append(bytes[offset])
                offset += 1
            default: value.append(byte)
            }
        }
        return nil
    }

    private mutating func skipSpace() {
        while offset < bytes.count, FeedBody.isSpace(bytes[offset]) { offset += 1 }
    }

    private mutating func take(_ mark: Character) -> Bool {
        skipSpace()
        guard offset < bytes.count, bytes[offset] == mark.asciiValue else { return false }
        offset += 1
        return true
    }

    private mutating func takeWord(_ word: String) -> Bool {
        skipSpace()
        let end = offset + word.utf8.count
        guard end <= bytes.count, bytes[offset..<end].elementsEqual(word.utf8),
            end == bytes.count || !bytes[end].isPartOfPath
        else { return false }
        offset = end
        return true
    }
}

extension UInt8 {
    fileprivate var isPartOfPath: Bool {
        isDigit || (self | 0x20) &- UInt8(ascii: "a") < 26 || self == UInt8(ascii: "-") || self == UInt8(ascii: ":")
            || self == UInt8(ascii: "_") || self == UInt8(ascii: ".")
    }
}
