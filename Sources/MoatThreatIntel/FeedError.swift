/// Why a feed was not taken; the last good list stays.
public struct FeedError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, and how to put it right: `line 17: 10.0.0.0/8 is no internet host's address;
    /// write unroutableAddresses: Skip to leave such entries out`.
    public var description: String

    public init(_ description: String) {
        self.description = description
    }
}
