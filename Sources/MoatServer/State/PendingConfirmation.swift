public import Foundation

/// A version that goes away again unless somebody confirms it in time.
public struct PendingConfirmation: Hashable, Sendable, Codable {
    public var version: Int
    /// The version that comes back.
    public var previous: Int
    public var deadline: Date

    public init(version: Int, previous: Int, deadline: Date) {
        self.version = version
        self.previous = previous
        self.deadline = deadline
    }
}
