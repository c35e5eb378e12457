import Yams

extension ManifestValue {
    /// The value as a YAML document in block style, keys in their order; short lists of
    /// plain values stand on one line.
    ///
    /// - Throws: `YamlError` where the text holds what YAML can't carry (a NUL character).
    public func yaml() throws -> String {
        try Yams.serialize(node: node, indent: 2, width: -1, allowUnicode: true)
    }

    private var node: Node {
        switch content {
        case .null: Node("null")
        case .bool(let value): Node(value ? "true" : "false")
        case .int(let value): Node(String(value))
        case .double(let value): Node(String(value))
        case .string(let value):
            Node(value, Tag(.implicit), Self.style(of: value))
        case .array(let elements):
            Node(elements.map(\.node), Tag(.implicit), Self.fitsOnLine(elements) ? .flow : .block)
        case .object(let members):
            Node(members.map { (Node($0.key), $0.value.node) }, Tag(.implicit), members.isEmpty ? .flow : .block)
        }
    }

    private static func style(of text: String) -> Node.Scalar.Style {
        // Only double quotes have escapes for control characters.
        if text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control && $0 != "\n" }) {
            return .doubleQuoted
        }
        return YAMLPlainScalar.needsQuotes(text) ? .singleQuoted : .any
    }

    private static func fitsOnLine(_ elements: [ManifestValue]) -> Bool {
        var width = 0
        for element in elements {
            switch element.content {
            case .null, .bool, .int, .double: width += 8
            case .string(let text): width += text.utf8.count + 4
            case .array, .object: return false
            }
        }
        return width <= 80
    }
}
