extension KQLDynamic {
    /// As JSON, without spaces.
    public var json: String {
        switch self {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .long(let value): "\(value)"
        // JSON has no other numbers.
        case .real(let value):
            value.isFinite ? "\(value)" : "\"\(value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity")\""
        case .string(let value): Self.quoted(value)
        case .array(let values): "[" + values.map(\.json).joined(separator: ",") + "]"
        case .object(let members):
            "{" + members.map { Self.quoted($0.name) + ":" + $0.value.json }.joined(separator: ",") + "}"
        }
    }

    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\0": continue
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// The value as a constant of its own type; nil for arrays, bags and null.
    public var scalar: KQLLiteral? {
        switch self {
        case .bool(let value): .bool(value)
        case .long(let value): .long(value)
        case .real(let value): .real(value)
        case .string(let value): .string(value)
        case .null, .array, .object: nil
        }
    }
}
