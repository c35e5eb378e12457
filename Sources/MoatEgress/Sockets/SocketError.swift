import Glibc

/// What the kernel refused the proxy, in words.
public struct SocketError: Error, Hashable, Sendable, CustomStringConvertible {
    public var description: String
    /// The error number of the call.
    public var code: Int32

    init(_ action: String, code: Int32 = errno) {
        self.code = code
        description = "\(action): \(String(cString: strerror(code)))"
    }
}
