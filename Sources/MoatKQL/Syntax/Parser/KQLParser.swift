/// Reads the text of a query.
public enum KQLParser {
    /// The syntax tree of a query.
    ///
    /// - Throws: What is wrong with it, at most as many errors as the limits allow.
    public static func parse(_ text: String, limits: KQLLimits = KQLLimits()) throws(KQLError) -> QuerySyntax {
        guard text.utf8.count <= limits.bytes else {
            let message = "the query has more than \(limits.bytes) bytes"
            let start = SourceRange(start: 0, end: 0)
            throw KQLError(.syntax, [KQLDiagnostic(message: message, range: start, line: 1, column: 1, length: 0)])
        }
        var parser = Parser(SourceText(text), limits)
        let query = try? parser.query()
        if let query, parser.problems.isEmpty { return query }
        throw parser.error
    }
}
