import Glibc

/// A system call that failed.
public struct SystemError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was being done, such as `open a socket`.
    public let action: String
    /// `errno`
    public let code: Int32

    public init(_ action: String, _ code: Int32) {
        self.action = action
        self.code = code
    }

    /// For calls that return an error number rather than set `errno`.
    static func check(_ code: Int32, _ action: String) throws {
        guard code == 0 else { throw SystemError(action, code) }
    }

    /// `could not open a socket: Operation not permitted`
    public var description: String {
        "could not \(action): \(String(cString: strerror(code)))"
    }
}
