/// How much one translation may do. A query comes from anybody; a few lines of functions that call
/// each other twice can ask for more SQL than there is memory.
public struct KQLTranslationLimits: Hashable, Sendable {
    /// Operators and parts of expressions, those of called functions counted at each call.
    public var steps = 50_000
    /// Bytes of SQL of one expression.
    public var expressionBytes = 200_000
    /// SELECTs in the statement.
    public var selects = 2_000

    public init() {}
}
