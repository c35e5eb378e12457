/// What a list says of itself.
public struct ListMeta: ZeroValue, Sendable {
    /// The state that the list shows; a watch begins here.
    public var resourceVersion: String?
    /// Where the next part of the list begins; absent with the last part.
    public var `continue`: String?
    public var remainingItemCount: Int64?

    public init() {}
}
