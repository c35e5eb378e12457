public import MoatModel

/// What the headers of a packet say about its flow.
public struct PacketHeader: Hashable, Sendable {
    public var source: IPAddress
    public var destination: IPAddress
    public var ipProtocol: IPProtocol
    /// 0 where the protocol has no ports or the packet ends before them.
    public var sourcePort: UInt16
    public var destinationPort: UInt16
    /// The flags of a TCP packet (RFC 9293); empty where it is none or ends before them.
    public var tcpFlags: TCPFlags
    /// The packet's length as its IP header gives it.
    public var length: Int

    /// Reads an IPv4 (RFC 791) or IPv6 (RFC 8200) packet, of which only the beginning may be
    /// there. Allocates nothing. Nil where the bytes are no such header: that packet is
    /// dropped, never guessed at.
    ///
    /// Conntrack reassembles fragments before the queue sees them, so a fragment header
    /// other than that of an atomic fragment (RFC 6946) is not expected; a later fragment has
    /// no ports to read and is refused too.
    public init?(_ packet: UnsafeRawBufferPointer) {
        guard let first = packet.first else { return nil }
        switch first >> 4 {
        case 4: self.init(ipv4: packet)
        case 6: self.init(ipv6: packet)
        default: return nil
        }
    }

    private init?(ipv4 packet: UnsafeRawBufferPointer) {
        guard packet.count >= 20 else { return nil }
        let headerLength = Int(packet[0] & 0x0f) * 4
        let fragment = packet.bigEndian(UInt16.self, at: 6)
        guard headerLength >= 20, headerLength <= packet.count, fragment & 0x1fff == 0 else { return nil }
        self.init(
            source: .v4(IPv4Address(rawValue: packet.bigEndian(UInt32.self, at: 12))),
            destination: .v4(IPv4Address(rawValue: packet.bigEndian(UInt32.self, at: 16))),
            ipProtocol: IPProtocol(rawValue: packet[9]), length: Int(packet.bigEndian(UInt16.self, at: 2)),
            transport: UnsafeRawBufferPointer(rebasing: packet[headerLength...]))
    }

    private init?(ipv6 packet: UnsafeRawBufferPointer) {
        guard packet.count >= 40 else { return nil }
        var next = packet[6]
        var offset = 40
        // Extension headers (RFC 8200, section 4). A packet may not carry more than a few;
        // the bound keeps a hostile chain from costing time.
        var headers = 0
        while let size = Self.extensionHeaderSize(next, at: offset, in: packet) {
            headers += 1
            guard headers <= 8, offset + size <= packet.count else { return nil }
            if next == 44, packet.bigEndian(UInt16.self, at: offset + 2) & 0xfff8 != 0 { return nil }
            next = packet[offset]
            offset += size
        }
        guard offset <= packet.count else { return nil }
        self.init(
            source: .v6(IPv6Address(rawValue: packet.bigEndian(UInt128.self, at: 8))),
            destination: .v6(IPv6Address(rawValue: packet.bigEndian(UInt128.self, at: 24))),
            ipProtocol: IPProtocol(rawValue: next), length: 40 + Int(packet.bigEndian(UInt16.self, at: 4)),
            transport: UnsafeRawBufferPointer(rebasing: packet[offset...]))
    }

    private init(
        source: IPAddress, destination: IPAddress, ipProtocol: IPProtocol, length: Int,
        transport: UnsafeRawBufferPointer
    ) {
        self.source = source
        self.destination = destination
        self.ipProtocol = ipProtocol
        self.length = length
        let hasPorts = ipProtocol.hasPorts && transport.count >= 4
        self.sourcePort = hasPorts ? transport.bigEndian(UInt16.self, at: 0) : 0
        self.destinationPort = hasPorts ? transport.bigEndian(UInt16.self, at: 2) : 0
        self.tcpFlags = TCPFlags(rawValue: ipProtocol == .tcp && transport.count >= 14 ? transport[13] : 0)
    }

    /// The size of the extension header of that type at that place; nil where the type is
    /// not an extension header or the packet ends before its length field.
    private static func extensionHeaderSize(_ type: UInt8, at offset: Int, in packet: UnsafeRawBufferPointer) -> Int? {
        guard offset + 8 <= packet.count else { return nil }
        return switch type {
        case 0, 43, 60, 135: (Int(packet[offset + 1]) + 1) * 8  // hop-by-hop, routing, destination, mobility
        case 44: 8  // fragment
        case 51: (Int(packet[offset + 1]) + 2) * 4  // authentication (RFC 4302)
        default: nil
        }
    }
}

extension UnsafeRawBufferPointer {
    func bigEndian<Value: FixedWidthInteger>(_ type: Value.Type, at offset: Int) -> Value {
        Value(bigEndian: loadUnaligned(fromByteOffset: offset, as: Value.self))
    }
}
