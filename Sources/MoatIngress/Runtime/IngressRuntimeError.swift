/// Why nginx cannot be made to do what is wished.
public struct IngressRuntimeError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Code: Hashable, Sendable {
        /// nginx, or a module of it, is not installed.
        case notInstalled
        /// The runtime directory cannot be used.
        case directory
        /// nginx refuses the configuration.
        case refusedConfiguration
        /// nginx cannot be started, or ended at once.
        case notStarted
        /// nginx does not answer as it should.
        case noAnswer
    }

    public let code: Code
    /// What is wrong, with what, and how to put it right.
    public let description: String

    init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
