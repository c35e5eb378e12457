public import Foundation

/// Turns queries in KQL into SQL.
///
/// It knows nothing but the tables of a catalog and a dialect: it reads no data and no clock, so
/// that one query always becomes the same SQL.
public struct KQLTranslator: Sendable {
    public var catalog: KQLCatalog
    public var dialect: any KQLDialect
    public var limits: KQLTranslationLimits

    public init(
        catalog: KQLCatalog, dialect: any KQLDialect = DuckDBDialect(),
        limits: KQLTranslationLimits = KQLTranslationLimits()
    ) {
        self.catalog = catalog
        self.dialect = dialect
        self.limits = limits
    }

    /// The SQL of a query.
    ///
    /// `now` is what `now()` gives everywhere in the query. `timespan`, both ends included, limits
    /// the rows that are read of each table which has a column for the time. `answers` are those to
    /// the probes of translations of the same query before, see ``KQLTranslation/probe``. Throws all
    /// errors of syntax that the query has, or the first error of meaning.
    public func translate(
        _ text: String, now: Date, timespan: ClosedRange<Date>? = nil, answers: [KQLColumnProbe.Answer] = []
    ) throws(KQLError) -> KQLTranslation {
        let query = try KQLParser.parse(text)
        let context = BindingContext(
            catalog: catalog, dialect: dialect, limits: limits,
            functions: LibraryFunctions(dialect: dialect, now: Self.microseconds(now)),
            timespan: timespan.map { Self.microseconds($0.lowerBound)...Self.microseconds($0.upperBound) },
            answers: answers)
        do {
            return try translate(query, context)
        } catch {
            if case .probe(let probe) = error.kind { return KQLTranslation(sql: "", columns: [], probe: probe) }
            throw KQLError(error, in: text)
        }
    }

    private func translate(
        _ query: QuerySyntax, _ context: BindingContext
    ) throws(BindingError) -> KQLTranslation {
        var pipeline = query.result
        var render: KQLRender?
        let binder = TableBinder(context, Scope())
        if case .render(let node)? = pipeline.operators.last {
            pipeline.operators.removeLast()
            render = try binder.render(node)
        }
        let bound = try TableBinder(context, binder.defining(query.lets)).bind(pipeline)
        return KQLTranslation(
            sql: try context.statement(bound, at: query.range), columns: bound.schema, render: render,
            externalTables: context.externalTables)
    }

    /// Since 1970, rounded down; times beyond what 64 bits hold become the last that they do.
    private static func microseconds(_ date: Date) -> Int64 {
        let value = (date.timeIntervalSince1970 * 1_000_000).rounded(.down)
        return Int64(exactly: value) ?? (value < 0 ? .min : .max)
    }
}

extension TableBinder {
    fileprivate func render(_ node: RenderSyntax) throws(BindingError) -> KQLRender {
        var properties: [String: [String]] = [:]
        for property in node.properties {
            var values: [String] = []
            for value in property.values { values.append(try text(value)) }
            properties[property.name.text] = values
        }
        return KQLRender(visualization: node.visualization.text, properties: properties)
    }
}
