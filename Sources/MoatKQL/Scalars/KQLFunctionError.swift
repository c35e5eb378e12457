/// Why a function or operator cannot be called as the query calls it.
public struct KQLFunctionError: Error, Hashable, Sendable {
    /// What kind of error it is.
    public enum Kind: Hashable, Sendable {
        /// Kusto has no function of the name either, as far as Moat knows.
        case unknownName
        /// Kusto has it, Moat has not.
        case notSupported
        case argumentCount
        case argumentType
        case argumentValue
    }

    public var kind: Kind
    /// What is wrong, with which function, and what would be right: a sentence without a full stop.
    public var message: String
    /// Which argument is wrong, counted from 0 (for an operator 0 is the left side); nil where it is the call as a whole.
    public var argument: Int?

    public init(kind: Kind, message: String, argument: Int? = nil) {
        self.kind = kind
        self.message = message
        self.argument = argument
    }
}
