/// Reads comma-separated values (RFC 4180): fields in quotes may hold commas, line breaks and
/// doubled quotes. Lines may end with LF or CRLF; empty lines are passed over.
struct CSVReader {
    private let bytes: [UInt8]
    private var index = 0

    init(_ bytes: [UInt8]) {
        // A byte order mark is no part of the first field.
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
    }

    /// The next record; nil at the end.
    mutating func next() -> [String]? {
        while index < bytes.count, bytes[index] == 0x0A || bytes[index] == 0x0D { index += 1 }
        guard index < bytes.count else { return nil }
        var fields: [String] = []
        while true {
            fields.append(field())
            guard index < bytes.count else { return fields }
            let byte = bytes[index]
            index += 1
            if byte == Self.comma { continue }
            if byte == 0x0D, index < bytes.count, bytes[index] == 0x0A { index += 1 }
            return fields
        }
    }

    /// Ends before a comma, the end of the line, or the end of the text.
    private mutating func field() -> String {
        var field: [UInt8] = []
        if index < bytes.count, bytes[index] == Self.quote {
            index += 1
            while index < bytes.count {
                let byte = bytes[index]
                index += 1
                if byte != Self.quote {
                    field.append(byte)
                } else if index < bytes.count, bytes[index] == Self.quote {
                    field.append(byte)
                    index += 1
                } else {
                    break
                }
            }
        }
        while index < bytes.count, bytes[index] != Self.comma, bytes[index] != 0x0A, bytes[index] != 0x0D {
            field.append(bytes[index])
            index += 1
        }
        return String(decoding: field, as: UTF8.self)
    }

    private static let comma = UInt8(ascii: ",")
    private static let quote = UInt8(ascii: "\"")
}
