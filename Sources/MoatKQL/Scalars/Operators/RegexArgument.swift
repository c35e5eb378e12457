/// A regular expression among the arguments: Kusto takes constants only.
enum RegexArgument {
    /// The pattern, of which RE2 takes all that can be known without it.
    static func constant(_ value: TypedSQL, of name: String, _ index: Int) throws(KQLFunctionError) -> String {
        guard case .string(let pattern) = value.literal else {
            throw KQLFunctionError(
                kind: .argumentValue, message: "\(name) takes a regular expression that is a constant string",
                argument: index)
        }
        if let problem = RegularExpressionCheck.problem(in: pattern) {
            throw KQLFunctionError(
                kind: .argumentValue, message: "the regular expression of \(name) \(problem)", argument: index)
        }
        return pattern
    }
}
