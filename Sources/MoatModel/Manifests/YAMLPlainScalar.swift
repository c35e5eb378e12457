/// What an unquoted scalar means: the core schema of YAML 1.2.2 (section 10.3.2), except
/// that hexadecimal and octal numbers, `.inf` and numbers with leading zeros stay text. None
/// of them means anything in a manifest, and text gives the better error.
enum YAMLPlainScalar {
    static func content(of text: String) -> ManifestValue.Content {
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .bool(true)
        case "false", "False", "FALSE": return .bool(false)
        default: break
        }
        // Almost every scalar is a name or an address; only what can be a number is looked
        // at more closely.
        guard let first = text.utf8.first, first.isDecimalDigit || [.plus, .minus, .dot].contains(first) else {
            return .string(text)
        }
        let digits = text.utf8.drop { $0 == .plus || $0 == .minus }
        guard text.utf8.count - digits.count <= 1, digits.contains(where: \.isDecimalDigit),
            digits.allSatisfy({ $0.isDecimalDigit || [.plus, .minus, .dot].contains($0) || $0 | 0x20 == .e }),
            digits.first != .zero || digits.count == 1 || digits.dropFirst().first == .dot
        else { return .string(text) }
        if let value = Int(text) { return .int(value) }
        if let value = Double(text), value.isFinite { return .double(value) }
        return .string(text)
    }

    /// Whether text must be quoted to stay text, also for readers that follow YAML 1.1 with
    /// its truth values, base-60 numbers and dates.
    static func needsQuotes(_ text: String) -> Bool {
        guard case .string = content(of: text) else { return true }
        if ["y", "n", "yes", "no", "on", "off", "<<", "="].contains(text.lowercased()) { return true }
        guard let first = text.utf8.first, first.isDecimalDigit || [.plus, .minus, .dot].contains(first) else {
            return false
        }
        // Addresses have too many dots for a number, ranges of ports a single dash.
        return text.utf8.allSatisfy { $0.isHexDigit || "_:.xo+-".utf8.contains($0) }
            && text.utf8.count { $0 == .dot } <= 1
            && (text.utf8.count { $0 == .minus } != 1 || text.utf8.contains { $0 | 0x20 == .e })
    }
}

extension UInt8 {
    static let plus = UInt8(ascii: "+")
    static let minus = UInt8(ascii: "-")
    static let dot = UInt8(ascii: ".")
    static let zero = UInt8(ascii: "0")
    static let e = UInt8(ascii: "e")

    var isDecimalDigit: Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
    }
}
