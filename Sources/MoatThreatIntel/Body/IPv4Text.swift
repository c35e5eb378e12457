/// Reads IPv4 addresses, CIDRs and ranges byte by byte: lists have a million of them.
enum IPv4Text {
    /// Nil where the text is none of them. A number with a leading zero is none, since some
    /// programs read it as octal (RFC 6943, section 3.1.1).
    static func read(_ text: UnsafeBufferPointer<UInt8>) -> Indicator? {
        var index = 0
        guard let lower = address(text, &index) else { return nil }
        if index == text.count { return .ipv4(lower, lower) }
        let mark = text[index]
        index += 1
        if mark == UInt8(ascii: "/") {
            guard let length = number(text, &index, maximum: 32), index == text.count else { return nil }
            let host: UInt32 = length == 0 ? .max : (UInt32(1) << (32 - length)) &- 1
            return .ipv4(lower & ~host, lower | host)
        }
        guard mark == UInt8(ascii: "-"), let upper = address(text, &index), index == text.count, lower <= upper else {
            return nil
        }
        return .ipv4(lower, upper)
    }

    private static func address(_ text: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> UInt32? {
        var value: UInt32 = 0
        for octet in 0..<4 {
            if octet > 0 {
                guard index < text.count, text[index] == UInt8(ascii: ".") else { return nil }
                index += 1
            }
            guard let number = number(text, &index, maximum: 255) else { return nil }
            value = value << 8 | number
        }
        return value
    }

    private static func number(_ text: UnsafeBufferPointer<UInt8>, _ index: inout Int, maximum: UInt32) -> UInt32? {
        let start = index
        var value: UInt32 = 0
        while index < text.count, text[index].isDigit {
            value = value * 10 + UInt32(text[index] & 15)
            index += 1
            guard value <= maximum else { return nil }
        }
        let digits = index - start
        guard digits > 0, digits == 1 || text[start] != UInt8(ascii: "0") else { return nil }
        return value
    }
}
