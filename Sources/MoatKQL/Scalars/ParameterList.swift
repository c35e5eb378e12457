/// The parameters of a function: `text integer integer?`; `?` may be missing, `*` may be missing
/// or repeated.
struct ParameterList: Sendable {
    private enum Kind: Hashable {
        case type(KQLType)
        /// Any type, as a string.
        case text
        /// Any type, as it is.
        case any
        /// `int`, `long` or `real`, as it is.
        case number
    }

    private var kinds: [Kind]
    private var required: Int
    private var repeats: Bool

    init(_ text: String) {
        let words = text.split(separator: " ")
        kinds = words.map { word in
            let name = String(word.filter { $0 != "?" && $0 != "*" })
            return switch name {
            case "text": .text
            case "number": .number
            default: KQLType(rawValue: name).map(Kind.type) ?? .any
            }
        }
        required = words.count { !$0.hasSuffix("?") && !$0.hasSuffix("*") }
        repeats = words.last?.hasSuffix("*") == true
    }

    /// The arguments as the function takes them.
    func converted(
        _ arguments: [TypedSQL], of name: String, _ context: ScalarContext
    ) throws(KQLFunctionError) -> [TypedSQL] {
        guard arguments.count >= required, repeats || arguments.count <= kinds.count else {
            throw KQLFunctionError(
                kind: .argumentCount, message: "\(name)() takes \(expectedCount), not \(arguments.count)")
        }
        var result: [TypedSQL] = []
        for (index, argument) in arguments.enumerated() {
            guard let value = Self.converted(argument, to: kinds[min(index, kinds.count - 1)], context) else {
                throw KQLFunctionError(
                    kind: .argumentType,
                    message: "\(name)() takes \(Self.text(kinds[min(index, kinds.count - 1)])) as argument "
                        + "\(index + 1), not a \(argument.type.rawValue)",
                    argument: index)
            }
            result.append(value)
        }
        return result
    }

    private var expectedCount: String {
        let most = kinds.count
        let noun = (repeats ? required : most) == 1 ? "argument" : "arguments"
        if repeats { return "at least \(required) \(noun)" }
        return required == most ? "\(most == 0 ? "no" : "\(most)") \(noun)" : "\(required) to \(most) \(noun)"
    }

    private static func converted(_ value: TypedSQL, to kind: Kind, _ context: ScalarContext) -> TypedSQL? {
        switch kind {
        case .any: return value
        case .text: return context.text(value)
        case .number:
            return value.type.isNumeric ? value : value.type == .dynamic ? context.converted(value, to: .real) : nil
        case .type(let type):
            let isImplicit =
                switch (value.type, type) {
                case (type, _), (.dynamic, _): true
                case (.int, .long), (.int, .real), (.long, .real), (.long, .int): true
                // todynamic() and what takes arrays is also given text.
                case (.string, .dynamic): true
                case (.string, .datetime), (.string, .timespan), (.string, .guid): value.literal != nil
                case (.bool, .long), (.bool, .int): true
                default: false
                }
            return isImplicit ? context.converted(value, to: type) : nil
        }
    }

    private static func text(_ kind: Kind) -> String {
        switch kind {
        case .type(.int): "an int"
        case .type(let type): "a \(type.rawValue)"
        case .text, .any: "a value"
        case .number: "a number"
        }
    }
}
