import MoatModel

/// Protocol and port as one number, `protocol << 16 | port`, and what rules ask of it.
enum Service {
    /// Protocols without ports have one number each: a port in the flow is ignored.
    static func key(_ ipProtocol: IPProtocol, port: UInt16) -> UInt32 {
        UInt32(ipProtocol.rawValue) << 16 | (ipProtocol.hasPorts ? UInt32(port) : 0)
    }

    /// What a network rule's `ipProtocols` and `destinationPorts` ask for. Ports concern TCP
    /// and UDP only. `Any` is every protocol of the IANA registry where the ports are `*`,
    /// and TCP and UDP where a port is given (semantics: matching per type).
    static func values(
        of protocols: [RuleProtocol], ports: [PortRange], family: IPAddress.Family
    ) -> IntervalSet<UInt32> {
        typealias Interval = IntervalSet<UInt32>.Interval
        var intervals: [Interval] = []
        func add(_ ipProtocol: IPProtocol, _ ports: [PortRange]) {
            for range in ports {
                intervals.append(
                    Interval(
                        lower: key(ipProtocol, port: range.lowerBound), upper: key(ipProtocol, port: range.upperBound)))
            }
        }
        for ruleProtocol in protocols {
            switch ruleProtocol {
            case .tcp: add(.tcp, ports)
            case .udp: add(.udp, ports)
            case .icmp: add(family == .ipv4 ? .icmp : .icmpv6, [.all])
            case .any where ports.contains(.all): intervals.append(Interval(lower: 0, upper: 0xff_ffff))
            case .any:
                add(.tcp, ports)
                add(.udp, ports)
            }
        }
        return IntervalSet(merging: intervals)
    }

    /// What a NAT rule asks for: there, `Any` is TCP and UDP, as nothing else has a port to
    /// translate.
    static func values(ofNAT protocols: [RuleProtocol], ports: [PortRange]) -> IntervalSet<UInt32> {
        let explicit = protocols.flatMap { $0 == .any ? [RuleProtocol.tcp, .udp] : [$0] }
        return values(of: explicit, ports: ports, family: .ipv4)
    }
}
