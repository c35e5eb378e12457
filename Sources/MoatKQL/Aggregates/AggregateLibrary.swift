/// The aggregates of Kusto that Moat has, over expressions that are already SQL.
///
/// `dcount()` is exact, where Kusto estimates.
public enum AggregateLibrary {
    /// Whether a query may call an aggregate by this name.
    public static func has(_ name: String) -> Bool { aggregates[name] != nil }

    /// The names of all aggregates, for suggestions.
    public static var names: [String] { aggregates.keys.sorted() }

    /// The columns that a call gives, most often one, each with the name that Kusto gives it. A `*`
    /// among the arguments comes as the columns that it stands for. `order` are texts for ORDER BY
    /// for the aggregates that keep the order of their input.
    ///
    /// Throws where there is no such aggregate or it does not take these arguments.
    public static func call(
        _ name: String, _ arguments: [TypedSQL], order: [String] = [], _ context: ScalarContext
    ) throws(KQLFunctionError) -> [TypedSQL] {
        guard let aggregate = aggregates[name] else { throw unknown(name) }
        return try aggregate.call(AggregateCall(name: name, arguments: arguments, order: order, context: context))
    }

    static func unknown(_ name: String) -> KQLFunctionError {
        if UnsupportedFunctions.aggregates.contains(name) {
            return KQLFunctionError(kind: .notSupported, message: "the aggregate \(name)() is not supported")
        }
        var message = "there is no aggregate \(name)()"
        if let nearest = NearestName.of(name, in: names) { message += "; did you mean \(nearest)()?" }
        return KQLFunctionError(kind: .unknownName, message: message)
    }

    static let aggregates: [String: Aggregate] = Dictionary(
        uniqueKeysWithValues: [
            countAggregates, numberAggregates, valueAggregates, collectionAggregates, percentileAggregates,
        ].joined().map { ($0.name, $0) })
}
