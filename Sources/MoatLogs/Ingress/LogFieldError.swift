/// What is wrong with a record that came from elsewhere.
public struct LogFieldError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
