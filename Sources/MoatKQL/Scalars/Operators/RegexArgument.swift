/// A regular expression among the arguments: Kusto takes constants only.
enum RegexArgument {
    static func constant(_ value: TypedSQL, of name: String, _ index: Int) throws(KQLFunctionError) -> String {
        guard case .string(let pattern) = value.literal else {
            throw KQLFunctionError(
                kind: .argumentValue, message: "\(name) takes a regular expression that is a constant string",
                argument: index)
        }
        return pattern
    }
}
