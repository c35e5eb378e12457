import Glibc
import NIOCore
import NIOSSL

extension ProbeOutcome {
    /// What an error says, in words that are short and tell nothing of our insides.
    init(_ error: any Error) {
        switch error {
        case let error as IOError: self = Self.code(error.errnoCode)
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: self = .failure("TLS could not be agreed on")
        default: self = .failure("no connection")
        }
    }

    private static func code(_ code: CInt) -> Self {
        switch code {
        case ECONNREFUSED: .failure("the connection was refused")
        case ECONNRESET: .failure("the connection was reset")
        case EHOSTUNREACH: .failure("the host cannot be reached")
        case ENETUNREACH: .failure("the network cannot be reached")
        case EMFILE, ENFILE, EADDRNOTAVAIL, ENOBUFS, ENOMEM: .notAsked
        default: .failure("no connection, error \(code)")
        }
    }
}
