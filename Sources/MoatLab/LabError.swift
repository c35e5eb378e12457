/// Why something could not be done with a lab.
public struct LabError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Code: Int32, Hashable, Sendable {
        /// What was asked for is wrong or failed on the way; nothing was left behind.
        case failed = 1
        /// It cannot be tried here: no privilege, no tool, no kernel feature. Nothing was
        /// touched.
        case cannot = 2
    }

    /// Also the exit status of the command.
    public let code: Code
    /// What is wrong, with which object, and how to put it right.
    public let message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    init(_ message: String) {
        self.init(.failed, message)
    }

    public var description: String {
        message
    }
}
