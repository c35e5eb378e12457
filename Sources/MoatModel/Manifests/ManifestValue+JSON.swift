public import Foundation

extension ManifestValue {
    /// The value as JSON (RFC 8259), UTF-8, keys in their order; `indented` with line breaks
    /// for people, else compact.
    public func jsonData(indented: Bool = false) -> Data {
        var text = ""
        appendJSON(to: &text, indent: indented ? 0 : nil)
        if indented { text += "\n" }
        return Data(text.utf8)
    }

    private func appendJSON(to text: inout String, indent: Int?) {
        switch content {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .int(let value): text += String(value)
        case .double(let value): text += String(value)
        case .string(let value): Self.appendQuoted(value, to: &text)
        case .array(let elements):
            Self.appendList(elements, in: ("[", "]"), to: &text, indent: indent) { element, text, indent in
                element.appendJSON(to: &text, indent: indent)
            }
        case .object(let members):
            Self.appendList(members, in: ("{", "}"), to: &text, indent: indent) { member, text, indent in
                Self.appendQuoted(member.key, to: &text)
                text += indent == nil ? ":" : ": "
                member.value.appendJSON(to: &text, indent: indent)
            }
        }
    }

    private static func appendList<Item>(
        _ items: [Item], in brackets: (String, String), to text: inout String, indent: Int?,
        append: (Item, inout String, Int?) -> Void
    ) {
        text += brackets.0
        let inner = indent.map { $0 + 2 }
        for (index, item) in items.enumerated() {
            if index > 0 { text += "," }
            if let inner { text += "\n" + String(repeating: " ", count: inner) }
            append(item, &text, inner)
        }
        if let indent, !items.isEmpty { text += "\n" + String(repeating: " ", count: indent) }
        text += brackets.1
    }

    private static func appendQuoted(_ value: String, to text: inout String) {
        text += "\""
        if value.utf8.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
            text += value
        } else {
            for scalar in value.unicodeScalars {
                switch scalar {
                case "\"": text += "\\\""
                case "\\": text += "\\\\"
                case "\n": text += "\\n"
                case "\r": text += "\\r"
                case "\t": text += "\\t"
                case "\0"..<" ":
                    let digits = String(scalar.value, radix: 16)
                    text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                default: text.unicodeScalars.append(scalar)
                }
            }
        }
        text += "\""
    }
}
