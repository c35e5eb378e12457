import MoatModel

/// Writes one record as a JSON object (RFC 8259) on one line.
public struct LogRecordWriter: LogColumns, Sendable {
    public private(set) var bytes: [UInt8] = []

    /// Writes columns alone, to be put into objects with `columns`.
    init() {}

    /// Begins the object with its time, first so that a reader finds it without parsing.
    public init(time: LogTimestamp) {
        bytes.reserveCapacity(960)
        bytes.append(contentsOf: Self.prefix)
        time.write(to: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Columns that another writer has written.
    mutating func columns(_ written: [UInt8]) {
        bytes.append(contentsOf: written)
    }

    static let prefix = Array(#"{"TimeGenerated":""#.utf8)

    public mutating func column(_ name: StaticString, _ value: String) {
        begin(name)
        quoted { $0.appendJSONEscaped(value) }
    }

    public mutating func column(_ name: StaticString, _ value: Int) {
        begin(name)
        bytes.appendDecimal(value)
    }

    /// A column of type long.
    public mutating func column(_ name: StaticString, long value: Int64) {
        column(name, Int(value))
    }

    public mutating func column(_ name: StaticString, _ value: LogTimestamp) {
        begin(name)
        quoted { value.write(to: &$0) }
    }

    public mutating func column(_ name: StaticString, _ value: Bool) {
        begin(name)
        bytes.append(contentsOf: (value ? "true" : "false").utf8)
    }

    /// A finite number, in the shortest form that reads back as the same.
    public mutating func column(_ name: StaticString, _ value: Double) {
        begin(name)
        bytes.append(contentsOf: value.description.utf8)
    }

    /// An address as text; empty where there is none.
    mutating func column(_ name: StaticString, _ address: IPAddress?) {
        begin(name)
        bytes.append(UInt8(ascii: "\""))
        switch address {
        case .v4(let address):
            for shift in [24, 16, 8, 0] as [UInt32] {
                bytes.appendDecimal(Int(address.rawValue >> shift & 0xff))
                if shift > 0 { bytes.append(UInt8(ascii: ".")) }
            }
        case .v6(let address):
            bytes.append(contentsOf: address.description.utf8)
        case nil: break
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// A stored value of any column. Zero is written as the constant columns have it.
    mutating func column(named name: String, _ value: LogValue) {
        begin { $0.append(contentsOf: name.utf8) }
        switch value {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .integer(let value): bytes.append(contentsOf: value.description.utf8)
        case .real(let value): bytes.append(contentsOf: (value == 0 ? "0" : value.description).utf8)
        case .string(let text): quoted { $0.appendJSONEscaped(text) }
        case .datetime(let value): quoted { LogTimestamp(microseconds: value).write(to: &$0) }
        }
    }

    /// Ends the object.
    public mutating func finish() {
        bytes.append(UInt8(ascii: "}"))
    }

    private mutating func begin(_ name: StaticString) {
        begin { bytes in name.withUTF8Buffer { bytes.append(contentsOf: $0) } }
    }

    private mutating func begin(_ name: (inout [UInt8]) -> Void) {
        bytes.append(UInt8(ascii: ","))
        quoted(name)
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func quoted(_ text: (inout [UInt8]) -> Void) {
        bytes.append(UInt8(ascii: "\""))
        text(&bytes)
        bytes.append(UInt8(ascii: "\""))
    }
}

extension [UInt8] {
    mutating func appendDigits(_ value: Int64, width: Int) {
        var divisor: Int64 = 1
        for _ in 1..<width { divisor *= 10 }
        while divisor > 0 {
            append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / divisor % 10))
            divisor /= 10
        }
    }

    mutating func appendDecimal(_ value: Int) {
        if value < 0 {
            append(UInt8(ascii: "-"))
        }
        var divisor: UInt = 1
        let magnitude = value.magnitude
        while magnitude / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: magnitude / divisor % 10))
            divisor /= 10
        }
    }

    /// Appends text with what RFC 8259, section 7, wants escaped. Nearly all text has nothing
    /// of that, so it is appended first and looked at then.
    mutating func appendJSONEscaped(_ text: String) {
        let start = count
        append(contentsOf: text.utf8)
        var needsEscape = false
        for index in start..<count {
            let byte = self[index]
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { needsEscape = true }
        }
        guard needsEscape else { return }
        removeLast(count - start)
        let hex = Array("0123456789abcdef".utf8)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                append(UInt8(ascii: "\\"))
                append(byte)
            case 0..<0x20:
                append(contentsOf: "\\u00".utf8)
                append(hex[Int(byte >> 4)])
                append(hex[Int(byte & 15)])
            default:
                append(byte)
            }
        }
    }
}
