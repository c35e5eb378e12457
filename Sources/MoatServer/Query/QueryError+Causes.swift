import MoatKQL
import MoatLogs

extension QueryError {
    /// What is wrong with the text, each error with its place.
    ///
    /// Azure has many codes for errors of syntax (`SYN...`) and of meaning (`SEM...`); those here
    /// are what it sends most. Of meaning: github.com/mspnp/aks-baseline-multi-region, issue 13.
    init(_ error: KQLError) {
        let outer: Level
        let code: String
        switch error.kind {
        case .syntax:
            outer = Level("SyntaxError", "A recognition error occurred in the query.")
            code = "SYN0002"
        case .semantic:
            outer = Level("SemanticError", "A semantic error occurred.")
            code = "SEM0100"
        }
        let levels = error.diagnostics.map { diagnostic in
            Level(
                code, diagnostic.message, line: diagnostic.line, position: diagnostic.column - 1,
                length: diagnostic.length)
        }
        self.init(
            status: 400,
            [
                Level("BadArgumentError", "The request had some invalid properties"), outer,
            ] + levels.prefix(1), details: levels.count > 1 ? levels : [])
    }

    /// What went wrong while it ran.
    init(_ error: LogQueryError) {
        let message =
            error.code == .outOfMemory
            ? "the query needs more memory than there is for queries (E_LOW_MEMORY_CONDITION); narrow its time range, or summarize by fewer values"
            : error.description
        self.init(
            status: error.code == .outOfMemory ? 400 : 500,
            [
                Level("EngineError", "Something went wrong processing your query on the server."),
                Level(error.code == .outOfMemory ? "-2133196796" : "-2133196799", message),
            ])
    }

    /// Fewer rows than there are; comes beside the result. The number is that of Kusto's
    /// E_QUERY_RESULT_SET_TOO_LARGE.
    static func partial(_ message: String) -> QueryError {
        QueryError(
            status: 200,
            [Level("PartialError", "There were some errors when processing your query.")],
            details: [
                Level(
                    "-2133196797",
                    message + " (E_QUERY_RESULT_SET_TOO_LARGE)")
            ])
    }
}
