/// A name as clients send it, made comparable: lower case, without the trailing dot.
enum HostName {
    /// RFC 1035, section 2.3.4.
    static let maximumLength = 253

    /// Calls `body` with the name's bytes, or with nil where it is no host name: empty, too
    /// long, an empty label or one of more than 63 bytes, or other characters than letters,
    /// digits, `-` and `_` (which real names have). Allocates nothing on the heap.
    static func withNormalized<Value>(_ name: String, _ body: (UnsafeBufferPointer<UInt8>?) -> Value) -> Value {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: maximumLength + 1) { bytes in
            guard let length = normalize(name.utf8, into: bytes) else { return body(nil) }
            return body(UnsafeBufferPointer(rebasing: bytes[..<length]))
        }
    }

    /// Whether the name is an IPv4 address in dotted form, which a pattern of labels would
    /// take for a name.
    static func isAddress(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        var dots = 0
        for byte in name {
            if byte == UInt8(ascii: ".") { dots += 1 } else if !(0x30...0x39).contains(byte) { return false }
        }
        return dots == 3
    }

    private static func normalize(_ name: String.UTF8View, into bytes: UnsafeMutableBufferPointer<UInt8>) -> Int? {
        var length = 0
        var label = 0
        for byte in name {
            guard length < bytes.count else { return nil }
            switch byte {
            case UInt8(ascii: "."):
                guard label > 0 else { return nil }
                label = 0
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                label += 1
                guard label <= 63 else { return nil }
            default:
                return nil
            }
            bytes[length] = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
            length += 1
        }
        if length > 0, label == 0 { length -= 1 }
        return (1...maximumLength).contains(length) ? length : nil
    }
}
