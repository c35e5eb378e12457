/// Whether a text is base64 with padding (RFC 4648, section 4).
enum Base64Check {
    /// The place of the first byte that makes `text` no base64, as Go counts it; nil where it
    /// is. Ends of lines are skipped.
    static func firstWrongByte(of text: String) -> Int? {
        var digits = 0
        var padding = 0
        var end = 0
        for (offset, byte) in text.utf8.enumerated() {
            end = offset + 1
            switch byte {
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                continue
            case UInt8(ascii: "="):
                padding += 1
                guard digits % 4 + padding <= 4, digits % 4 >= 2 else { return offset }
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
                guard padding == 0 else { return offset }
                digits += 1
            default:
                return offset
            }
        }
        return (digits + padding) % 4 == 0 ? nil : end
    }

    /// The padded base64 of some bytes.
    static func encode(_ bytes: some Sequence<UInt8>) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        let bytes = Array(bytes)
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            var value: UInt32 = 0
            for place in 0..<3 {
                value = value << 8 | (place < group.count ? UInt32(group[start + place]) : 0)
            }
            for place in 0..<4 {
                text.append(
                    place <= group.count ? alphabet[Int(value >> UInt32(18 - 6 * place) & 63)] : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
