import Glibc
import MoatLab
import MoatModel

extension SystemLab {
    /// The DNS proxy.
    static let dnsProxy = "10.0.3.4"
    /// The lab's own DNS.
    static let resolver = "203.0.113.53"

    /// What a server answers to a question of a type (1 for A, 28 for AAAA, 65 for HTTPS), over
    /// UDP or as a `stream`; nil where nothing comes within the time.
    func ask(
        _ name: String, type: UInt16 = 1, from host: String = "app-7", at server: String = dnsProxy,
        stream: Bool = false, within limit: Duration = .seconds(5)
    ) throws -> DNSReply? {
        let kind = stream ? SOCK_STREAM : SOCK_DGRAM
        let descriptor = try self.host(host).socket(domain: AF_INET, type: Int32(kind.rawValue))
        defer { close(descriptor) }
        let milliseconds = Int(limit / .milliseconds(1))
        var time = timeval(tv_sec: milliseconds / 1000, tv_usec: milliseconds % 1000 * 1000)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(descriptor, SOL_SOCKET, option, &time, socklen_t(MemoryLayout<timeval>.size))
        }
        let address = ProbeAddress(Rules.address(server), 53)
        guard address.withPointer({ connect(descriptor, $0, $1) }) == 0 else { return nil }
        let question = DNSReply.question(name, type: type, identifier: .random(in: 0 ... .max))
        let sent = (stream ? [0, UInt8(question.count)] : []) + question
        guard send(descriptor, sent, sent.count, Int32(MSG_NOSIGNAL)) == sent.count else { return nil }
        guard let bytes = stream ? message(descriptor) : datagram(descriptor) else { return nil }
        return DNSReply(bytes)
    }

    private func datagram(_ descriptor: Int32) -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return count > 0 ? Array(buffer[..<count]) : nil
    }

    /// With its length before it (RFC 1035, section 4.2.2).
    private func message(_ descriptor: Int32) -> [UInt8]? {
        var length: [UInt8] = [0, 0]
        guard recv(descriptor, &length, 2, Int32(MSG_WAITALL)) == 2 else { return nil }
        var buffer = [UInt8](repeating: 0, count: Int(length[0]) << 8 | Int(length[1]))
        return recv(descriptor, &buffer, buffer.count, Int32(MSG_WAITALL)) == buffer.count ? buffer : nil
    }

    /// Puts other names beside those of the example.
    func setNames(_ names: LabDomain...) throws {
        let own = Set(names.map(\.name))
        try lab.setNames(names + topology.internet.domains.filter { !own.contains($0.name) })
    }
}
