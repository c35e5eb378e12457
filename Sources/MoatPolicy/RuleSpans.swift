import MoatModel

/// What one rule matches, as spans of numbers in each dimension.
struct RuleSpans {
    var sources4: [ClosedRange<UInt32>] = []
    var sources6: [ClosedRange<UInt128>] = []
    var destinations4: [ClosedRange<UInt32>] = []
    var destinations6: [ClosedRange<UInt128>] = []
    var services: [ClosedRange<UInt32>] = []

    init(sources: [IPRange], destinations: [IPRange], protocols: [RuleProtocol], ports: [PortRange]) {
        for range in sources { Self.add(range, &sources4, &sources6) }
        for range in destinations { Self.add(range, &destinations4, &destinations6) }
        services = Self.services(protocols, ports)
    }

    private static func add(
        _ range: IPRange, _ spans4: inout [ClosedRange<UInt32>], _ spans6: inout [ClosedRange<UInt128>]
    ) {
        switch (range.lowerBound, range.upperBound) {
        case (.v4(let lower), .v4(let upper)): spans4.append(lower.rawValue...upper.rawValue)
        case (.v6(let lower), .v6(let upper)): spans6.append(lower.rawValue...upper.rawValue)
        default: break  // IPRange has one family
        }
    }

    /// A service is one number: protocol x 65,536 + port. Ports belong to TCP and UDP only;
    /// `Any` is every protocol, and TCP and UDP where a port is given (Azure's rule for
    /// network rules).
    private static func services(_ protocols: [RuleProtocol], _ ports: [PortRange]) -> [ClosedRange<UInt32>] {
        var spans: [ClosedRange<UInt32>] = []
        func add(_ ipProtocol: IPProtocol, _ port: PortRange) {
            let base = UInt32(ipProtocol.rawValue) << 16
            spans.append((base | UInt32(port.lowerBound))...(base | UInt32(port.upperBound)))
        }
        for ruleProtocol in protocols {
            switch ruleProtocol {
            case .tcp: for port in ports { add(.tcp, port) }
            case .udp: for port in ports { add(.udp, port) }
            case .icmp: add(.icmp, .all)
            case .any:
                for port in ports {
                    if port == .all {
                        spans.append(0...0x00ff_ffff)
                    } else {
                        add(.tcp, port)
                        add(.udp, port)
                    }
                }
            }
        }
        return spans
    }

    /// The service of a flow. A rule's ICMP is protocol 1 here; in IPv6 the two ICMP numbers
    /// change places, so that it means ICMPv6 there and never the other family's number.
    static func service(of flow: Flow) -> UInt32 {
        var ipProtocol = flow.ipProtocol
        if case .v6 = flow.destination {
            if ipProtocol == .icmpv6 {
                ipProtocol = .icmp
            } else if ipProtocol == .icmp {
                ipProtocol = .icmpv6
            }
        }
        return UInt32(ipProtocol.rawValue) << 16 | UInt32(ipProtocol.hasPorts ? flow.destinationPort : 0)
    }
}
