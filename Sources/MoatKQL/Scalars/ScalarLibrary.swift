/// The scalar functions and operators of Kusto that Moat has, over expressions that are already
/// SQL. It knows no syntax and no tables.
public enum ScalarLibrary {
    /// A constant.
    public static func literal(_ literal: KQLLiteral, _ context: ScalarContext) -> TypedSQL {
        context.constant(literal)
    }

    /// Whether a query may call a function by this name.
    public static func has(_ name: String) -> Bool { functions[name] != nil }

    /// The names of all functions, for suggestions.
    public static var names: [String] { functions.keys.sorted() }

    /// The call of a function. The argument of `typeof()`, as in `extract()`, comes as a string
    /// with the type's name.
    ///
    /// Throws where there is no such function or it does not take these arguments.
    public static func call(
        _ name: String, _ arguments: [TypedSQL], _ context: ScalarContext
    ) throws(KQLFunctionError) -> TypedSQL {
        guard let function = functions[name] else { throw unknown(name) }
        return try function.call(arguments, context)
    }

    /// Why a function of the name cannot be called. `others` are names that could stand there too.
    static func unknown(_ name: String, others: [String] = []) -> KQLFunctionError {
        if UnsupportedFunctions.scalars.contains(name) || UnsupportedFunctions.aggregates.contains(name) {
            return KQLFunctionError(kind: .notSupported, message: "the function \(name)() is not supported")
        }
        if AggregateLibrary.has(name) {
            return KQLFunctionError(
                kind: .argumentValue,
                message: "\(name)() is an aggregate: it can stand in summarize and make-series only")
        }
        var message = "there is no function \(name)()"
        if let nearest = NearestName.of(name, in: others + names) { message += "; did you mean \(nearest)()?" }
        return KQLFunctionError(kind: .unknownName, message: message)
    }

    static let functions: [String: ScalarFunction] = Dictionary(
        uniqueKeysWithValues: [
            textFunctions, patternFunctions, encodingFunctions, numberFunctions, timeFunctions, datePartFunctions,
            dynamicFunctions, arrayFunctions, addressFunctions, conditionalFunctions, conversionFunctions,
        ].joined().map { ($0.name, $0) })
}
