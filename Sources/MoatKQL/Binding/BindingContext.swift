/// What one translation knows and has gathered so far.
final class BindingContext {
    let catalog: KQLCatalog
    let dialect: any KQLDialect
    let limits: KQLTranslationLimits
    let functions: any FunctionLibrary
    /// The range of time of the request, in microseconds since 1970.
    let timespan: ClosedRange<Int64>?
    let answers: [KQLColumnProbe.Answer]

    /// Queries that are read at several places, see ``FromClause/shared(_:)``.
    private(set) var shared: [SelectStatement] = []
    /// Those of them that text written so far names.
    private(set) var namedShared: Set<Int> = []
    private(set) var externalTables: [KQLExternalTable] = []
    private var steps = 0
    private var rows = 0

    init(
        catalog: KQLCatalog, dialect: any KQLDialect, limits: KQLTranslationLimits, functions: any FunctionLibrary,
        timespan: ClosedRange<Int64>?, answers: [KQLColumnProbe.Answer]
    ) {
        self.catalog = catalog
        self.dialect = dialect
        self.limits = limits
        self.functions = functions
        self.timespan = timespan
        self.answers = answers
    }

    /// Counts one part of the query.
    func step(_ range: SourceRange) throws(BindingError) {
        steps += 1
        if steps > limits.steps {
            throw BindingError("the query is too large: it has more than \(limits.steps) parts", at: range)
        }
    }

    /// A number for the rows that an expression speaks of, other than all before.
    func nextRow() -> Int {
        rows += 1
        return rows
    }

    /// The same query, computed once however often it is read.
    func share(_ query: BoundQuery) -> BoundQuery {
        let statement = SelectStatement(query, exportingOrder: true, dialect)
        shared.append(statement)
        var outer = BoundQuery(
            source: .shared(shared.count - 1), columns: query.references(to: statement, as: "t", dialect))
        outer.takeProperties(of: query, orderFrom: statement, alias: "t", dialect)
        return outer
    }

    /// A query as part of an expression.
    func subquery(_ query: BoundQuery, at range: SourceRange) throws(BindingError) -> String {
        var generator = SQLGenerator(dialect: dialect, shared: shared, named: namedShared, limit: limits.selects)
        guard let text = generator.subquery(SelectStatement(query, exportingOrder: false, dialect)) else {
            throw tooLarge(range)
        }
        namedShared = generator.named
        return text
    }

    /// The whole statement.
    func statement(_ query: BoundQuery, at range: SourceRange) throws(BindingError) -> String {
        var generator = SQLGenerator(dialect: dialect, shared: shared, named: namedShared, limit: limits.selects)
        guard let text = generator.statement(SelectStatement(query, exportingOrder: false, dialect)) else {
            throw tooLarge(range)
        }
        return text
    }

    /// The columns that a query finds: its rows are their names and the names of their types.
    ///
    /// They are among the answers given to the translation; without its answer it ends here with
    /// the question.
    func columns(
        foundBy query: BoundQuery, limit: Int, at range: SourceRange
    ) throws(BindingError) -> [KQLColumn] {
        let sql = try statement(query, at: range)
        guard let answer = answers.first(where: { $0.sql == sql }) else {
            let probe = KQLColumnProbe(sql: sql, externalTables: externalTables, limit: limit)
            throw BindingError("the columns depend on the rows", at: range, kind: .probe(probe))
        }
        guard answer.columns.count <= limit else {
            throw BindingError("the rows make more than \(limit) columns", at: range)
        }
        return answer.columns
    }

    private func tooLarge(_ range: SourceRange) -> BindingError {
        BindingError("the query is too large: it becomes more than \(limits.selects) SELECTs", at: range)
    }

    func declare(_ table: KQLExternalTable) {
        externalTables.append(table)
    }
}
