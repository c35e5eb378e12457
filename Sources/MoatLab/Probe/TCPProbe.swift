import Glibc
public import MoatModel

/// A TCP connection from inside a namespace, for demonstrations and tests: every call has a
/// deadline, and the address it came from is known.
public final class TCPProbe {
    /// Why a connection did not come about.
    public enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
        case timedOut
        case refused
        /// An ICMP unreachable, or no route.
        case unreachable
        case other(Int32)

        public var description: String {
            switch self {
            case .timedOut: "no answer"
            case .refused: "connection refused"
            case .unreachable: "no route"
            case .other(let code): String(cString: strerror(code))
            }
        }

        init(_ code: Int32) {
            switch code {
            case ECONNREFUSED: self = .refused
            case ENETUNREACH, EHOSTUNREACH: self = .unreachable
            case ETIMEDOUT: self = .timedOut
            default: self = .other(code)
            }
        }
    }

    private let descriptor: Int32
    /// The port that the connection goes out from.
    public let sourcePort: UInt16

    /// Connects.
    /// - Throws: `Failure`, or `SystemError` where the namespace cannot be entered.
    public init(
        from namespace: NetworkNamespace, to address: IPAddress, port: UInt16, timeLimit: Duration = .seconds(2)
    ) throws {
        let domain = address.family == .ipv4 ? AF_INET : AF_INET6
        let descriptor = try namespace.socket(
            domain: domain, type: Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue))
        let socketAddress = ProbeAddress(address, port)
        let status = socketAddress.withPointer { connect(descriptor, $0, $1) }
        if status != 0 {
            guard errno == EINPROGRESS else {
                let code = errno
                close(descriptor)
                throw Failure(code)
            }
            var interest = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            let deadline = Deadline(in: timeLimit)
            let ready = poll(&interest, 1, deadline.milliseconds)
            var code: Int32 = 0
            var length = socklen_t(4)
            getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &length)
            guard ready > 0, code == 0 else {
                close(descriptor)
                throw ready > 0 ? Failure(code) : Failure.timedOut
            }
        }
        self.descriptor = descriptor
        sourcePort = ProbeAddress.localPort(of: descriptor)
    }

    deinit {
        close(descriptor)
    }

    public func send(_ text: String) {
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    }

    /// What comes within the time, up to 64 KiB; empty where nothing came. Nil where the
    /// other side ended the connection or it broke.
    public func receive(within timeLimit: Duration = .seconds(2)) -> String? {
        var interest = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&interest, 1, Deadline(in: timeLimit).milliseconds) > 0 else { return "" }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
    }
}
