extension UnsafeBufferPointer where Element == UInt8 {
    /// Without spaces and tabs at both ends.
    var trimmed: UnsafeBufferPointer<UInt8> {
        var start = 0
        var end = count
        while start < end, self[start].isBlank { start += 1 }
        while end > start, self[end - 1].isBlank { end -= 1 }
        return slice(start, end)
    }

    /// The bytes of the range, as a buffer of its own.
    func slice(_ start: Int, _ end: Int) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: self[start..<end])
    }

    /// Whether it begins with `#`, `;` or `//`.
    var isComment: Bool {
        guard let first else { return false }
        return first == UInt8(ascii: "#") || first == UInt8(ascii: ";")
            || first == UInt8(ascii: "/") && count > 1 && self[1] == UInt8(ascii: "/")
    }

    /// The text for a message: on one line, without anything that a terminal would obey, and
    /// cut to 60 characters.
    var excerpt: String {
        let text = String(decoding: prefix(400), as: UTF8.self)
        var result = ""
        for (index, scalar) in text.unicodeScalars.enumerated() {
            if index == 60 { return result + "…" }
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned:
                result += "\\u{" + String(scalar.value, radix: 16) + "}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

extension UInt8 {
    /// Space or tab.
    var isBlank: Bool { self == 0x20 || self == 0x09 }

    var isDigit: Bool { self &- 0x30 < 10 }
}
