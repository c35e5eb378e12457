/// A stretch of the text of a query: offsets of its UTF-8 bytes, the end excluded.
public struct SourceRange: Hashable, Sendable {
    public var start: Int
    public var end: Int

    public init(start: Int, end: Int) {
        self.start = start
        self.end = end
    }

    /// From the beginning of this to the end of `other`, which comes later in the text.
    public func through(_ other: SourceRange) -> SourceRange {
        SourceRange(start: start, end: max(end, other.end))
    }
}
