import Glibc
public import MoatModel

/// A UDP socket inside a namespace that speaks to one address.
public final class UDPProbe {
    private let descriptor: Int32
    public let sourcePort: UInt16

    /// - Throws: `TCPProbe.Failure` where there is no route, `SystemError`.
    public init(from namespace: NetworkNamespace, to address: IPAddress, port: UInt16) throws {
        let domain = address.family == .ipv4 ? AF_INET : AF_INET6
        let descriptor = try namespace.socket(domain: domain, type: Int32(SOCK_DGRAM.rawValue))
        guard ProbeAddress(address, port).withPointer({ connect(descriptor, $0, $1) }) == 0 else {
            let code = errno
            close(descriptor)
            throw TCPProbe.Failure(code)
        }
        self.descriptor = descriptor
        sourcePort = ProbeAddress.localPort(of: descriptor)
    }

    deinit {
        close(descriptor)
    }

    public func send(_ text: String) {
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, 0) }
    }

    /// One datagram; nil where none came within the time.
    public func receive(within timeLimit: Duration = .seconds(2)) -> String? {
        var interest = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&interest, 1, Deadline(in: timeLimit).milliseconds) > 0 else { return nil }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return count >= 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
    }
}
