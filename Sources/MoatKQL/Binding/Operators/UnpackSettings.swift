/// The arguments of `bag_unpack` behind the column.
struct UnpackSettings {
    enum Conflict: String, CaseIterable {
        case error
        case replaceSource = "replace_source"
        case keepSource = "keep_source"
    }

    private(set) var prefix = ""
    private(set) var conflict = Conflict.error
    private(set) var ignored: Set<String> = []

    init(_ call: CallSyntax, _ expressions: ExpressionBinder) throws(BindingError) {
        var expressions = expressions
        let names = ["OutputColumnPrefix", "columnsConflict", "ignoredProperties"]
        for (index, argument) in call.arguments.dropFirst().enumerated() {
            guard let name = argument.name?.text ?? (index < names.count ? names[index] : nil) else {
                throw BindingError("bag_unpack takes at most 4 arguments", at: argument.value.range)
            }
            let range = argument.value.range
            switch (name, try expressions.bind(argument.value).literal) {
            case ("OutputColumnPrefix", .string(let text)?): prefix = text
            case ("columnsConflict", .string(let text)?):
                guard let conflict = Conflict(rawValue: text) else {
                    let known = Conflict.allCases.map(\.rawValue).joined(separator: ", ")
                    throw BindingError("columnsConflict may be \(known)", at: range)
                }
                self.conflict = conflict
            case ("ignoredProperties", .dynamic(.array(let elements))?):
                for case .string(let name) in elements { ignored.insert(name) }
            case (let name, _) where names.contains(name):
                throw BindingError("this is no value for \(name)", at: range)
            default:
                throw BindingError(
                    "bag_unpack has no parameter '\(name)'", at: argument.name?.range ?? range,
                    suggestion: NearestName.of(name, in: names))
            }
        }
    }
}
