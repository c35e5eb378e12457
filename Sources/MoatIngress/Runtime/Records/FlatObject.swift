/// A JSON object (RFC 8259) whose values are texts, as `escape=json` of nginx makes. There is one for each
/// request, and a general decoder takes longer for it than nginx for the request.
struct FlatObject {
    private(set) var members: [String: String] = [:]

    /// More members than that are no access record.
    private static let maximumMembers = 64

    /// - Throws: `NginxLogError` where it is anything else, or something follows
    init(_ bytes: ArraySlice<UInt8>) throws(NginxLogError) {
        var rest = Cursor(bytes: bytes)
        try rest.take(UInt8(ascii: "{"))
        repeat {
            let name = try rest.text()
            try rest.take(UInt8(ascii: ":"))
            guard members.updateValue(try rest.text(), forKey: name) == nil, members.count <= Self.maximumMembers else {
                throw NginxLogError("it has a member twice, or too many")
            }
        } while rest.skip(UInt8(ascii: ","))
        try rest.take(UInt8(ascii: "}"))
        guard rest.isAtEnd else { throw NginxLogError("something follows the JSON object") }
    }

    private struct Cursor {
        var bytes: ArraySlice<UInt8>

        var isAtEnd: Bool { bytes.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") } }

        mutating func skip(_ byte: UInt8) -> Bool {
            while bytes.first == UInt8(ascii: " ") { bytes.removeFirst() }
            guard bytes.first == byte else { return false }
            bytes.removeFirst()
            return true
        }

        mutating func take(_ byte: UInt8) throws(NginxLogError) {
            guard skip(byte) else { throw NginxLogError("it is not one JSON object of texts") }
        }

        /// What is not UTF-8 is mended.
        mutating func text() throws(NginxLogError) -> String {
            try take(UInt8(ascii: "\""))
            guard let end = bytes.firstIndex(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) else {
                throw NginxLogError("a text does not end")
            }
            if bytes[end] == UInt8(ascii: "\"") {
                defer { bytes = bytes[(end + 1)...] }
                return String(decoding: bytes[..<end], as: UTF8.self)
            }
            return try escapedText()
        }

        private mutating func escapedText() throws(NginxLogError) -> String {
            var text: [UInt8] = []
            while let byte = bytes.popFirst() {
                switch byte {
                case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
                case UInt8(ascii: "\\"): text.append(try escaped())
                default: text.append(byte)
                }
            }
            throw NginxLogError("a text does not end")
        }

        /// nginx escapes only what RFC 8259 wants escaped: of the `\u` forms, control characters.
        private mutating func escaped() throws(NginxLogError) -> UInt8 {
            switch bytes.popFirst() {
            case UInt8(ascii: "n"): return 0x0a
            case UInt8(ascii: "r"): return 0x0d
            case UInt8(ascii: "t"): return 0x09
            case UInt8(ascii: "b"): return 0x08
            case UInt8(ascii: "f"): return 0x0c
            case UInt8(ascii: "\""): return UInt8(ascii: "\"")
            case UInt8(ascii: "\\"): return UInt8(ascii: "\\")
            case UInt8(ascii: "/"): return UInt8(ascii: "/")
            case UInt8(ascii: "u"):
                let digits = bytes.prefix(4)
                bytes = bytes.dropFirst(4)
                guard digits.count == 4, digits.first != UInt8(ascii: "+"),
                    let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16),
                    value < 0x80
                else { throw NginxLogError("a text has an escape that nginx does not write") }
                return value
            default: throw NginxLogError("a text has an escape that nginx does not write")
            }
        }
    }
}
