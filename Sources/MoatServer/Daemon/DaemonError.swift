/// Why a daemon cannot start.
public struct DaemonError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, with which object, and how to put it right.
    public let description: String

    public init(_ description: String) {
        self.description = description
    }
}
