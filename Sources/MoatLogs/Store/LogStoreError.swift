/// Why the log store cannot be opened.
public struct LogStoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, with which file, and how to put it right.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
