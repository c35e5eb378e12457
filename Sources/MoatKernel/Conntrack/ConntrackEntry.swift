import CNetfilter
public import MoatModel

/// One flow as conntrack keeps it.
public struct ConntrackEntry: Hashable, Sendable {
    /// One direction: where packets of it come from and go to.
    public struct Tuple: Hashable, Sendable {
        public var source: IPAddress
        public var destination: IPAddress
        public var ipProtocol: IPProtocol
        public var sourcePort: UInt16
        public var destinationPort: UInt16
        /// Type, code and identifier of ICMP and ICMPv6.
        public var icmp: ICMP?

        public struct ICMP: Hashable, Sendable {
            public var type: UInt8
            public var code: UInt8
            public var id: UInt16
        }
    }

    public struct Counters: Hashable, Sendable {
        public var packets: UInt64 = 0
        public var bytes: UInt64 = 0
    }

    /// As the first packet arrived, before any translation.
    public var original: Tuple
    /// As the answers arrive: what translation made of it, turned round.
    public var reply: Tuple
    public var mark: UInt32
    /// With `original`, names the entry: a flow that took the same ports later has another.
    public var id: UInt32?
    public var originalCounters = Counters()
    public var replyCounters = Counters()
    /// Nil for other protocols.
    public var tcpState: TCPState?
    /// Nanoseconds since 1970; nil unless `net.netfilter.nf_conntrack_timestamp` is on.
    public var start: UInt64?
    /// Likewise, when the entry expired or was deleted; nil while it is there.
    public var stop: UInt64?
    /// The netlink port of whoever deleted the entry; 0 where the kernel did by itself.
    public var deleter: UInt32 = 0

    /// Whether TCP has ended the flow and the kernel only waits for stragglers.
    public var isClosing: Bool {
        switch tcpState {
        case .lastAck, .timeWait, .close: true
        case nil, .some: false
        }
    }

    /// Where a TCP flow stands (enum tcp_conntrack of nf_conntrack_tcp.h).
    public struct TCPState: RawRepresentable, Hashable, Sendable {
        public var rawValue: UInt8

        public init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        /// Both ends have sent a FIN; one of them was not acknowledged yet.
        public static let lastAck = TCPState(rawValue: 6)
        /// Both FINs were acknowledged.
        public static let timeWait = TCPState(rawValue: 7)
        /// An end sent a RST.
        public static let close = TCPState(rawValue: 8)
    }
}

extension ConntrackEntry {
    /// Reads an IPCTNL_MSG_CT_NEW or …_DELETE. Nil where a tuple is missing.
    init?(_ message: NetlinkMessages.Message) {
        var original: Tuple?
        var reply: Tuple?
        self.mark = 0
        self.deleter = message.port
        for attribute in NetlinkAttributes(of: message) {
            switch UInt32(attribute.type) {
            case CTA_TUPLE_ORIG.rawValue: original = Tuple(attribute)
            case CTA_TUPLE_REPLY.rawValue: reply = Tuple(attribute)
            case CTA_MARK.rawValue: mark = attribute.bigEndian() ?? 0
            case CTA_ID.rawValue: id = attribute.bigEndian()
            case CTA_COUNTERS_ORIG.rawValue: originalCounters = Counters(attribute)
            case CTA_COUNTERS_REPLY.rawValue: replyCounters = Counters(attribute)
            case CTA_PROTOINFO.rawValue: tcpState = TCPState(attribute)
            case CTA_TIMESTAMP.rawValue:
                for part in attribute.nested {
                    switch UInt32(part.type) {
                    case CTA_TIMESTAMP_START.rawValue: start = part.bigEndian()
                    case CTA_TIMESTAMP_STOP.rawValue: stop = part.bigEndian()
                    default: break
                    }
                }
            default: break
            }
        }
        guard let original, let reply else { return nil }
        self.original = original
        self.reply = reply
    }
}

extension ConntrackEntry.TCPState {
    fileprivate init?(_ protocolInfo: NetlinkAttributes.Attribute) {
        for part in protocolInfo.nested where UInt32(part.type) == CTA_PROTOINFO_TCP.rawValue {
            for field in part.nested where UInt32(field.type) == CTA_PROTOINFO_TCP_STATE.rawValue {
                guard let state = field.payload.first else { return nil }
                self.init(rawValue: state)
                return
            }
        }
        return nil
    }
}

extension ConntrackEntry.Tuple {
    init?(_ attribute: NetlinkAttributes.Attribute) {
        var source: IPAddress?
        var destination: IPAddress?
        var ipProtocol: IPProtocol?
        self.sourcePort = 0
        self.destinationPort = 0
        var icmp = ICMP(type: 0, code: 0, id: 0)
        for part in attribute.nested {
            switch UInt32(part.type) {
            case CTA_TUPLE_IP.rawValue:
                for field in part.nested {
                    switch UInt32(field.type) {
                    case CTA_IP_V4_SRC.rawValue: source = field.ipv4
                    case CTA_IP_V4_DST.rawValue: destination = field.ipv4
                    case CTA_IP_V6_SRC.rawValue: source = field.ipv6
                    case CTA_IP_V6_DST.rawValue: destination = field.ipv6
                    default: break
                    }
                }
            case CTA_TUPLE_PROTO.rawValue:
                for field in part.nested {
                    switch UInt32(field.type) {
                    case CTA_PROTO_NUM.rawValue: ipProtocol = field.payload.first.map(IPProtocol.init(rawValue:))
                    case CTA_PROTO_SRC_PORT.rawValue: sourcePort = field.bigEndian() ?? 0
                    case CTA_PROTO_DST_PORT.rawValue: destinationPort = field.bigEndian() ?? 0
                    case CTA_PROTO_ICMP_ID.rawValue, CTA_PROTO_ICMPV6_ID.rawValue: icmp.id = field.bigEndian() ?? 0
                    case CTA_PROTO_ICMP_TYPE.rawValue, CTA_PROTO_ICMPV6_TYPE.rawValue:
                        icmp.type = field.payload.first ?? 0
                    case CTA_PROTO_ICMP_CODE.rawValue, CTA_PROTO_ICMPV6_CODE.rawValue:
                        icmp.code = field.payload.first ?? 0
                    default: break
                    }
                }
            default: break
            }
        }
        guard let source, let destination, let ipProtocol else { return nil }
        self.source = source
        self.destination = destination
        self.ipProtocol = ipProtocol
        self.icmp = ipProtocol.isICMP ? icmp : nil
    }

    /// Writes the tuple as an attribute of that type (CTA_TUPLE_ORIG or CTA_TUPLE_REPLY).
    func write(to writer: inout NetlinkWriter, as type: UInt16) {
        writer.nested(type) { writer in
            writer.nested(UInt16(CTA_TUPLE_IP.rawValue)) { writer in
                switch (source, destination) {
                case (.v4(let source), .v4(let destination)):
                    writer.attribute(UInt16(CTA_IP_V4_SRC.rawValue), bigEndian: source.rawValue)
                    writer.attribute(UInt16(CTA_IP_V4_DST.rawValue), bigEndian: destination.rawValue)
                default:
                    writer.attribute(UInt16(CTA_IP_V6_SRC.rawValue), bytes: source.number.networkBytes)
                    writer.attribute(UInt16(CTA_IP_V6_DST.rawValue), bytes: destination.number.networkBytes)
                }
            }
            writer.nested(UInt16(CTA_TUPLE_PROTO.rawValue)) { writer in
                writer.attribute(UInt16(CTA_PROTO_NUM.rawValue), ipProtocol.rawValue)
                if let icmp {
                    let isIPv4 = ipProtocol == .icmp
                    writer.attribute(
                        UInt16((isIPv4 ? CTA_PROTO_ICMP_ID : CTA_PROTO_ICMPV6_ID).rawValue), bigEndian: icmp.id)
                    writer.attribute(
                        UInt16((isIPv4 ? CTA_PROTO_ICMP_TYPE : CTA_PROTO_ICMPV6_TYPE).rawValue), icmp.type)
                    writer.attribute(
                        UInt16((isIPv4 ? CTA_PROTO_ICMP_CODE : CTA_PROTO_ICMPV6_CODE).rawValue), icmp.code)
                } else {
                    writer.attribute(UInt16(CTA_PROTO_SRC_PORT.rawValue), bigEndian: sourcePort)
                    writer.attribute(UInt16(CTA_PROTO_DST_PORT.rawValue), bigEndian: destinationPort)
                }
            }
        }
    }
}

extension ConntrackEntry.Counters {
    init(_ attribute: NetlinkAttributes.Attribute) {
        self.init()
        for part in attribute.nested {
            switch UInt32(part.type) {
            case CTA_COUNTERS_PACKETS.rawValue: packets = part.bigEndian() ?? 0
            case CTA_COUNTERS_BYTES.rawValue: bytes = part.bigEndian() ?? 0
            default: break
            }
        }
    }
}

extension NetlinkAttributes.Attribute {
    fileprivate var ipv4: IPAddress? {
        bigEndian(as: UInt32.self).map { .v4(IPv4Address(rawValue: $0)) }
    }

    fileprivate var ipv6: IPAddress? {
        bigEndian(as: UInt128.self).map { .v6(IPv6Address(rawValue: $0)) }
    }
}

extension UInt128 {
    fileprivate var networkBytes: [UInt8] {
        withUnsafeBytes(of: bigEndian) { Array($0) }
    }
}
