/// Why a command ends without having done its work.
struct CommandFailure: Error, CustomStringConvertible {
    enum Code: Int32 {
        /// Bad input, or the daemon refused; nothing was changed.
        case refused = 1
        /// It cannot be tried: no daemon, no permission, no root, socket in use.
        case cannot = 2
    }

    let code: Code
    /// What is printed to standard error as it is.
    let description: String

    init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
