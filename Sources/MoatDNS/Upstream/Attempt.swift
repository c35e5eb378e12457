import CSockets
import Glibc
import MoatModel

/// One query to one server, over a socket of its own: the kernel chooses its port at random,
/// and takes datagrams only from the server.
final class Attempt {
    let exchange: Exchange
    let server: UpstreamServer
    let descriptor: Descriptor
    let token: UInt64
    let isTCP: Bool
    /// Where a failed case check makes it earlier.
    var deadline: UInt64
    private let id: UInt16
    private let name: DNSName
    private let wire: [UInt8]
    private var sent = 0
    private var input: [UInt8] = []

    /// Nil where there are no sockets left, or the server's address cannot be reached.
    init?(_ exchange: Exchange, _ server: UpstreamServer, isTCP: Bool, token: UInt64, deadline: UInt64) {
        self.exchange = exchange
        self.server = server
        self.token = token
        self.isTCP = isTCP
        self.deadline = deadline
        var random = SystemRandomNumberGenerator()
        id = UInt16.random(in: 0 ... .max, using: &random)
        name = exchange.question.name.inRandomCase(using: &random)
        var flags: DNSFlags = [.recursionDesired, .authenticData]
        if exchange.checkingDisabled { flags.insert(.checkingDisabled) }
        let message = DNSMessage(
            id: id, flags: flags,
            questions: [
                DNSQuestion(name: name, type: exchange.question.type, recordClass: exchange.question.recordClass)
            ],
            edns: exchange.usesEDNS ? EDNS(udpSize: 1232, dnssecOK: exchange.dnssecOK) : nil)
        guard let query = message.wire,
            let descriptor = Descriptor.socket(
                server.address.address.family == .ipv4 ? AF_INET : AF_INET6, isTCP ? SOCK_STREAM : SOCK_DGRAM)
        else { return nil }
        wire = isTCP ? [UInt8(query.count >> 8), UInt8(query.count & 0xff)] + query : query
        self.descriptor = descriptor
        let address = SocketAddress(server.address.address, port: server.address.port)
        let result = address.withPointer { connect(descriptor.number, $0, $1) }
        guard result == 0 || errno == EINPROGRESS else { return nil }
    }

    var isSent: Bool { sent == wire.count }

    /// `udp` or `tcp`, as the log says it.
    var transport: String { isTCP ? "tcp" : "udp" }

    /// Sends what the socket takes; false where it has failed.
    func send() -> Bool {
        while sent < wire.count {
            let count = wire.withUnsafeBytes { bytes in
                Glibc.send(
                    descriptor.number, bytes.baseAddress.map { $0 + sent }, wire.count - sent,
                    Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return errno == EAGAIN || errno == EINTR }
            sent += count
        }
        return true
    }

    enum Received {
        case nothing
        case message([UInt8])
        case failed
    }

    /// The next message that has arrived.
    func receive(into buffer: UnsafeMutableBufferPointer<UInt8>) -> Received {
        let count = recv(descriptor.number, buffer.baseAddress, buffer.count, 0)
        guard count > 0 || count == 0 && !isTCP else {
            return count < 0 && (errno == EAGAIN || errno == EINTR) ? .nothing : .failed
        }
        guard isTCP else { return .message(Array(buffer[..<count])) }
        input.append(contentsOf: buffer[..<count])
        guard input.count >= 2 else { return .nothing }
        let length = Int(input[0]) << 8 | Int(input[1])
        return input.count >= 2 + length ? .message(Array(input[2..<2 + length])) : .nothing
    }

    enum Match: Hashable {
        case ours
        /// All is right but the case of the name.
        case otherCase
        case foreign
    }

    /// Whether a message answers this query: id, question, and the case of its name.
    func match(_ bytes: [UInt8]) -> Match {
        guard bytes.count >= DNSMessage.headerSize, bytes[0] == UInt8(id >> 8), bytes[1] == UInt8(id & 0xff),
            bytes[2] & 0xf8 == 0x80
        else { return .foreign }
        let code = bytes[3] & 0xf
        if bytes[4] == 0, bytes[5] == 0 {
            // Servers from before EDNS send the header back alone.
            let isRefusal = code == 1 || code == 4
            return isRefusal && bytes.count == DNSMessage.headerSize && exchange.usesEDNS ? .ours : .foreign
        }
        var reader = DNSReader(Array(bytes.dropFirst(DNSMessage.headerSize)))
        guard bytes[4] == 0, bytes[5] == 1, let answered = try? reader.name(), let type = try? reader.uint16(),
            let recordClass = try? reader.uint16(), type == exchange.question.type.rawValue,
            recordClass == exchange.question.recordClass.rawValue, answered.matches(name)
        else { return .foreign }
        return answered == name || isTCP ? .ours : .otherCase
    }
}

extension DNSName {
    /// With upper and lower case chosen at random, which an answer repeats and a forger has to
    /// guess (draft-vixie-dnsext-dns0x20).
    func inRandomCase(using random: inout SystemRandomNumberGenerator) -> DNSName {
        var bits: UInt64 = 0
        return DNSName(
            validWire: wire.enumerated().map { index, byte in
                if index % 64 == 0 { bits = random.next() }
                defer { bits >>= 1 }
                // A length byte is less than 64 and so never a letter.
                guard (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) else { return byte }
                return bits & 1 == 0 ? byte | 0x20 : byte & ~0x20
            })
    }
}
