/// Names and uids that are the same whenever they are made of the same text, so that a lab that
/// comes up again has the same objects.
enum StableName {
    /// Letters and digits that make no words, as Kubernetes' own.
    private static let alphabet = Array("bcdfghjklmnpqrstvwxz2456789")

    /// Five characters.
    static func suffix(of text: String) -> String {
        var hash = hash(text, 0xcbf2_9ce4_8422_2325)
        var suffix = ""
        for _ in 0..<5 {
            suffix.append(alphabet[Int(hash % UInt64(alphabet.count))])
            hash /= UInt64(alphabet.count)
        }
        return suffix
    }

    /// A uid in the form of a UUID of version 8 (RFC 9562), the one for values of one's own.
    static func uid(of text: String) -> String {
        let high = hash(text, 0xcbf2_9ce4_8422_2325) & ~0xf000 | 0x8000
        let low = hash(text, 0x9e37_79b9_7f4a_7c15) & ~(3 << 62) | 2 << 62
        return uid(high, low)
    }

    private static func uid(_ high: UInt64, _ low: UInt64) -> String {
        let digits = padded(high) + padded(low)
        var parts: [String] = []
        var rest = digits[...]
        for length in [8, 4, 4, 4, 12] {
            parts.append(String(rest.prefix(length)))
            rest = rest.dropFirst(length)
        }
        return parts.joined(separator: "-")
    }

    /// A uid that nothing else has (version 4).
    static func newUID() -> String {
        uid(UInt64.random(in: 0 ... .max) & ~0xf000 | 0x4000, UInt64.random(in: 0 ... .max) & ~(3 << 62) | 2 << 62)
    }

    private static func padded(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// FNV-1a from a start of one's choice, with a last round that spreads it over all bits.
    private static func hash(_ text: String, _ start: UInt64) -> UInt64 {
        var hash = start
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        hash = (hash ^ hash >> 33) &* 0xff51_afd7_ed55_8ccd
        return hash ^ hash >> 33
    }
}
