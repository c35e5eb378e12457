import Glibc
import MoatModel

/// A packet that a test makes or has seen: the headers that matter, and a payload.
struct Packet: Hashable {
    var source: IPAddress
    var destination: IPAddress
    var ipProtocol: IPProtocol
    /// Of ICMP the identifier of the echo request.
    var sourcePort: UInt16
    /// 0 for ICMP.
    var destinationPort: UInt16 = 0
    var payload: [UInt8] = []
    /// Of TCP, as in the header: a SYN.
    var tcpFlags: UInt8 = 0x02

    /// The packet from its IP header on: a TCP SYN or what its flags say, a UDP datagram or an ICMP echo request
    /// with right checksums (RFC 791, 8200, 9293, 768, 792, 4443).
    var bytes: [UInt8] {
        var transport: [UInt8]
        let checksumOffset: Int
        switch ipProtocol {
        case .tcp:
            transport =
                big(sourcePort) + big(destinationPort) + [
                    0, 0, 0, 1, 0, 0, 0, 0, 0x50, tcpFlags, 0xfa, 0xf0, 0, 0, 0, 0,
                ]
            checksumOffset = 16
        case .udp:
            transport = big(sourcePort) + big(destinationPort) + big(UInt16(8 + payload.count)) + [0, 0]
            checksumOffset = 6
        default:
            transport = [ipProtocol == .icmp ? 8 : 128, 0, 0, 0] + big(sourcePort) + [0, 1]
            checksumOffset = 2
        }
        transport += payload
        let pseudo = ipProtocol == .icmp ? [] : pseudoHeader(length: transport.count)
        transport.replaceSubrange(checksumOffset..<checksumOffset + 2, with: big(Self.checksum(pseudo + transport)))
        return header(length: transport.count) + transport
    }

    private func header(length: Int) -> [UInt8] {
        switch (source, destination) {
        case (.v4(let source), .v4(let destination)):
            var header: [UInt8] =
                [0x45, 0] + big(UInt16(20 + length)) + [0, 1, 0x40, 0, 64, ipProtocol.rawValue, 0, 0]
            header += big(source.rawValue) + big(destination.rawValue)
            header.replaceSubrange(10..<12, with: big(Self.checksum(header)))
            return header
        case (.v6(let source), .v6(let destination)):
            return [0x60, 0, 0, 0] + big(UInt16(length)) + [ipProtocol.rawValue, 64] + big(source.rawValue)
                + big(destination.rawValue)
        default:
            preconditionFailure("a packet has addresses of one family")
        }
    }

    private func pseudoHeader(length: Int) -> [UInt8] {
        switch (source, destination) {
        case (.v4(let source), .v4(let destination)):
            big(source.rawValue) + big(destination.rawValue) + [0, ipProtocol.rawValue] + big(UInt16(length))
        case (.v6(let source), .v6(let destination)):
            big(source.rawValue) + big(destination.rawValue) + big(UInt32(length)) + [0, 0, 0, ipProtocol.rawValue]
        default:
            preconditionFailure("a packet has addresses of one family")
        }
    }

    /// Reads an IP packet. Nil for what is no TCP SYN, no UDP and no echo request.
    init?(_ bytes: ArraySlice<UInt8>) {
        let bytes = Array(bytes)
        func number<Value: FixedWidthInteger>(_ type: Value.Type, _ offset: Int) -> Value {
            bytes.withUnsafeBytes { Value(bigEndian: $0.loadUnaligned(fromByteOffset: offset, as: Value.self)) }
        }
        guard let first = bytes.first else { return nil }
        let offset: Int
        switch first >> 4 {
        case 4 where bytes.count >= 20:
            offset = Int(first & 15) * 4
            source = .v4(IPv4Address(rawValue: number(UInt32.self, 12)))
            destination = .v4(IPv4Address(rawValue: number(UInt32.self, 16)))
            ipProtocol = IPProtocol(rawValue: bytes[9])
        case 6 where bytes.count >= 40:
            offset = 40
            source = .v6(IPv6Address(rawValue: number(UInt128.self, 8)))
            destination = .v6(IPv6Address(rawValue: number(UInt128.self, 24)))
            ipProtocol = IPProtocol(rawValue: bytes[6])
        default: return nil
        }
        guard bytes.count >= offset + 8 else { return nil }
        if ipProtocol.hasPorts {
            if ipProtocol == .tcp { guard bytes.count >= offset + 20, bytes[offset + 13] == 0x02 else { return nil } }
            sourcePort = number(UInt16.self, offset)
            destinationPort = number(UInt16.self, offset + 2)
        } else {
            guard ipProtocol.isICMP, bytes[offset] == 8 || bytes[offset] == 128 else { return nil }
            sourcePort = number(UInt16.self, offset + 4)
        }
    }

    init(
        source: IPAddress, destination: IPAddress, ipProtocol: IPProtocol, sourcePort: UInt16,
        destinationPort: UInt16 = 0, payload: [UInt8] = []
    ) {
        self.source = source
        self.destination = destination
        self.ipProtocol = ipProtocol
        self.sourcePort = sourcePort
        self.destinationPort = destinationPort
        self.payload = payload
    }

    /// The Internet checksum (RFC 1071).
    static func checksum(_ bytes: [UInt8]) -> UInt16 {
        var sum: UInt32 = 0
        for index in stride(from: 0, to: bytes.count, by: 2) {
            sum += UInt32(bytes[index]) << 8 | (index + 1 < bytes.count ? UInt32(bytes[index + 1]) : 0)
        }
        while sum > 0xffff { sum = sum >> 16 + sum & 0xffff }
        return ~UInt16(sum)
    }
}

private func big<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
    withUnsafeBytes(of: value.bigEndian) { Array($0) }
}
