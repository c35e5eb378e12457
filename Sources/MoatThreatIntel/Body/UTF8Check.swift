/// Whether bytes are text in UTF-8 (RFC 3629) without NUL.
enum UTF8Check {
    /// The place of the first byte that is NUL or does not belong to a well-formed character.
    static func firstFlaw(in text: UnsafeBufferPointer<UInt8>) -> Int? {
        let raw = UnsafeRawBufferPointer(text)
        var index = 0
        while index < text.count {
            if index + 8 <= text.count {
                let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                // No byte of 128 or more, and none that is 0.
                if word & 0x8080_8080_8080_8080 == 0,
                    (word &- 0x0101_0101_0101_0101) & 0x8080_8080_8080_8080 == 0
                {
                    index += 8
                    continue
                }
            }
            guard let length = length(text, index) else { return index }
            index += length
        }
        return nil
    }

    /// The bytes of the character that begins there; nil where none does.
    private static func length(_ text: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int? {
        let first = text[index]
        let length: Int
        // The second byte is restricted after some first bytes: no overlong forms, surrogates
        // or numbers beyond U+10FFFF.
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch first {
        case 0x01...0x7F: return 1
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        case 0xF1...0xF3: length = 4
        default: return nil
        }
        guard index + length <= text.count, second.contains(text[index + 1]),
            text[(index + 2)..<(index + length)].allSatisfy({ (0x80...0xBF).contains($0) })
        else { return nil }
        return length
    }
}
