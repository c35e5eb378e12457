import Glibc

/// What the kernel or one of its tools refused.
public struct KernelError: Error, Hashable, Sendable, CustomStringConvertible {
    public struct Code: Hashable, Sendable {
        private enum Value: Hashable, Sendable {
            case permission, missingFeature, busy, noSuchInterface, refused, malformedMessage
        }
        private let value: Value

        /// The process lacks CAP_NET_ADMIN.
        public static let permission = Code(value: .permission)
        /// The kernel, or a tool, does not have what is needed.
        public static let missingFeature = Code(value: .missingFeature)
        /// Another process holds the queue.
        public static let busy = Code(value: .busy)
        public static let noSuchInterface = Code(value: .noSuchInterface)
        /// Any other refusal; the message carries the kernel's words.
        public static let refused = Code(value: .refused)
        /// A message from the kernel did not have the expected layout.
        public static let malformedMessage = Code(value: .malformedMessage)
    }

    public var code: Code
    /// What was wanted, what was refused, and how to put it right.
    public var message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// An error from `errno`, with the words of strerror(3).
    public init(errno: Int32, _ what: String) {
        let code: Code =
            switch errno {
            case EPERM, EACCES: .permission
            case EBUSY, EEXIST: .busy
            case EOPNOTSUPP, EAFNOSUPPORT, EPROTONOSUPPORT, ENOSYS: .missingFeature
            default: .refused
            }
        self.init(code, "\(what): \(String(cString: strerror(errno)))")
    }

    public var description: String {
        message
    }
}
