import MoatKQL

/// A syntax tree as text for golden files: `(Type field: value ...)`, without places, without
/// fields that say nothing.
struct TreeText {
    private(set) var text = ""

    init(_ query: QuerySyntax) {
        for statement in query.lets { write(statement, 0) }
        write(query.result, 0)
    }

    private mutating func line(_ content: String, _ indent: Int) {
        text += String(repeating: "  ", count: indent) + content + "\n"
    }

    /// Something on a line of its own, with its parts under it.
    private mutating func write(_ value: Any, _ indent: Int, label: String = "") {
        if let short = short(value) { return line(label + short, indent) }
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .enum:
            guard let child = mirror.children.first else { return line(label + "\(value)", indent) }
            if Mirror(reflecting: child.value).displayStyle == .tuple {
                line("\(label).\(child.label ?? "")", indent)
                for part in Mirror(reflecting: child.value).children where !isSilent(part.value) {
                    write(unwrapped(part.value), indent + 1)
                }
            } else {
                write(child.value, indent, label: label)
            }
        case .collection:
            line(label, indent)
            for element in mirror.children { write(element.value, indent + 1) }
        default:
            line(label + "\(mirror.subjectType)".replacing("Syntax", with: ""), indent)
            for child in mirror.children where !isSilent(child.value) {
                write(unwrapped(child.value), indent + 1, label: "\(child.label ?? ""): ")
            }
        }
    }

    /// What fits on a line.
    private func short(_ value: Any) -> String? {
        switch value {
        case let name as NameSyntax: name.text
        case let pattern as NamePatternSyntax: pattern.isWildcard ? "wildcard \(pattern.text)" : pattern.text
        case let type as TypeNameSyntax: type.text
        case let column as ColumnDeclarationSyntax: "\(column.name.text): \(column.type.text)"
        case let literal as LiteralSyntax: Self.literal(literal)
        case let value as DynamicSyntax: Self.dynamic(value)
        case ExpressionSyntax.literal(let literal, _): Self.literal(literal)
        case ExpressionSyntax.type(let type): "typeof(\(type.text))"
        case ExpressionSyntax.star, ParseSyntax.Part.skip: "*"
        case ParseSyntax.Part.text(let text, _): Self.quoted(text)
        case ParseSyntax.Part.column(let name, let type): type.map { "\(name.text): \($0.text)" } ?? name.text
        case let order as OrderSyntax.Direction: order.rawValue
        case let operation as BinaryOperator: operation.rawValue
        case let operation as UnaryOperator: operation.rawValue
        case let operation as MembershipOperator: operation.rawValue
        case let text as String: Self.quoted(text)
        case let flag as Bool: "\(flag)"
        case OperatorSyntax.getSchema: "GetSchema"
        default: nil
        }
    }

    private static func literal(_ literal: LiteralSyntax) -> String {
        switch literal {
        case .bool(let value): "\(value)"
        case .int(let value): "int(\(value))"
        case .long(let value): "\(value)"
        case .real(let value): "real(\(value))"
        case .string(let value): quoted(value)
        case .timespan(let ticks): "\(ticks) ticks"
        case .text(let type, let text): "\(type.text)(\(text))"
        case .null(let type): "\(type.text)(null)"
        case .dynamic(let value): "dynamic(\(dynamic(value)))"
        }
    }

    private static func dynamic(_ value: DynamicSyntax) -> String {
        switch value {
        case .null: "null"
        case .literal(let literal): self.literal(literal)
        case .array(let elements): "[" + elements.map(dynamic).joined(separator: ", ") + "]"
        case .bag(let members):
            "{" + members.map { "\(quoted($0.name)): \(dynamic($0.value))" }.joined(separator: ", ") + "}"
        }
    }

    private static func quoted(_ text: String) -> String { text.debugDescription }

    /// A place, or a field that is empty or false.
    private func isSilent(_ value: Any) -> Bool {
        let mirror = Mirror(reflecting: value)
        return value is SourceRange || value as? Bool == false
            || ((mirror.displayStyle == .optional || mirror.displayStyle == .collection) && mirror.children.isEmpty)
    }

    private func unwrapped(_ value: Any) -> Any {
        let mirror = Mirror(reflecting: value)
        return mirror.displayStyle == .optional ? mirror.children.first?.value ?? value : value
    }
}
