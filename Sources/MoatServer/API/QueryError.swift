/// Why a question is not answered, in the shape of Azure Monitor's errors: a code, a message,
/// and one error within the other, of which the innermost says most.
public struct QueryError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One error of those that lie within each other.
    public struct Level: Hashable, Sendable {
        public var code: String
        public var message: String
        /// Of an error in the text, from 1.
        public var line: Int?
        /// Of an error in the text, from 0, in Unicode scalars.
        public var position: Int?
        /// How many scalars of the line are meant.
        public var length: Int?

        public init(
            _ code: String, _ message: String, line: Int? = nil, position: Int? = nil, length: Int? = nil
        ) {
            self.code = code
            self.message = message
            self.line = line
            self.position = position
            self.length = length
        }
    }

    /// The HTTP status; 200 where there is a result beside the error.
    public var status: Int
    /// From the outermost to the innermost, at least one.
    public var levels: [Level]
    /// Where there are several, each of them.
    public var details: [Level]

    public init(status: Int, _ levels: [Level], details: [Level] = []) {
        self.status = status
        self.levels = levels.isEmpty ? [Level("InternalError", "unknown")] : levels
        self.details = details
    }

    public var code: String { levels[0].code }

    /// The innermost message.
    public var description: String { levels.last?.message ?? "" }
}

// Codes and messages of the outer levels are those that Azure sends (learn.microsoft.com,
// azure/azure-monitor/logs/api/errors and timeouts).
extension QueryError {
    /// Something in the request is wrong, other than the text of the query.
    public static func badArgument(_ message: String) -> QueryError {
        QueryError(
            status: 400,
            [
                Level("BadArgumentError", "The request had some invalid properties"),
                Level("QueryValidationError", message),
            ])
    }

    public static let pathNotFound = QueryError(
        status: 404, [Level("PathNotFoundError", "The requested path does not exist")])

    public static let unavailable = QueryError(
        status: 503, [Level("ServiceUnavailable", "this daemon keeps no logs that can be asked")])

    public static func workspaceNotFound(_ workspace: String, known: String) -> QueryError {
        QueryError(
            status: 404,
            [
                Level(
                    "WorkspaceNotFoundError",
                    "there is no workspace '\(workspace)'; this firewall's is \(known)")
            ])
    }

    public static func timedOut(after seconds: Int) -> QueryError {
        QueryError(
            status: 504,
            [
                Level(
                    "GatewayTimeout",
                    "the query took longer than \(seconds) s; narrow its time range, or let it take longer (Prefer: wait=N, at most \(QueryPreferences.maximumWait))"
                )
            ])
    }

    public static func throttled(running: Int) -> QueryError {
        QueryError(
            status: 429,
            [Level("ThrottledError", "\(running) queries are running and more wait already; ask again in a moment")])
    }
}
