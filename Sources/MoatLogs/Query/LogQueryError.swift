/// Why a store does not answer a query.
public struct LogQueryError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Code: Hashable, Sendable {
        case timedOut
        case outOfMemory
        case cancelled
        /// The store cannot run it; a value may not fit its type, or the store is broken.
        case failed
    }

    public let code: Code
    /// What the store says.
    public let description: String

    public init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
