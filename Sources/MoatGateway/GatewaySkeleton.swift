import MoatKernel
import MoatModel
import MoatPolicy

/// The static nftables table `inet moat`, which carries out what marks say. It is installed
/// once as one transaction; a change of policy only touches its two maps, and only where
/// public addresses or DNAT targets changed.
///
/// What every packet of a judged flow meets comes first in its chain.
///
///     -155  guard            judged flows pass; invalid, spoofed and too frequent ones end here
///     -150  judge            flows without a mark go to the packet queue
///     -145  remember         the verdict's mark becomes the flow's mark; flows that await a
///                            name go to the egress proxy
///     -100  nat_prerouting   DNAT by the rule in the mark
///        0  forwarding       only judged flows cross the firewall
///      100  nat_postrouting  SNAT by the source address in the mark
struct GatewaySkeleton {
    static let tableName = "moat"
    static let table = "inet \(tableName)"

    var configuration: GatewayConfiguration
    var layout: MarkLayout
    /// Whether the kernel's nftables has `queue`; else iptables installs that one rule.
    var hasQueueStatement: Bool
    /// Whether it has `log group`; else unexpected packets are only counted.
    var hasLogStatement: Bool

    /// Unexpected packets a second of which there is a copy: enough to see what is wrong, and
    /// little beside what it costs to drop a flood of them.
    static let tracesPerSecond = 500

    var publicQueues: ClosedRange<UInt16> {
        configuration.firstQueue...configuration.firstQueue + UInt16(configuration.queuesPerSide) - 1
    }

    var privateQueues: ClosedRange<UInt16> {
        let first = configuration.firstQueue + UInt16(configuration.queuesPerSide)
        return first...first + UInt16(configuration.queuesPerSide) - 1
    }

    /// The log group to which copies of unexpected packets go. Groups are numbered apart from
    /// queues.
    var traceGroup: UInt16 { configuration.firstQueue }

    /// The transaction that installs the table in place of the one that may stand there.
    func commands() -> String {
        """
        add table \(Self.table)
        delete table \(Self.table)
        table \(Self.table) {
          counter invalid { }
          counter spoofed { }
          counter limited { }
          counter not_judged { }
          counter untraced { }
          map dnat_targets { type mark : ipv4_addr . inet_service; }
          map source_addresses { type mark : ipv4_addr; }
        \(limitSets)
          chain unexpected {
            counter name invalid
        \(tracing)    drop
          }
          chain guard {
            type filter hook prerouting priority -155; policy accept;
            ct mark and \(hex(layout.mask)) != 0 accept
            iifname != \(interfaces) accept
            ct state invalid goto unexpected
            ct state != new accept
            fib saddr . iif oif missing counter name spoofed drop
        \(management)\(limits)
          }
        \(judge)
          chain proxied {
        \(proxying)    drop
          }
          chain remember {
            type filter hook prerouting priority -145; policy accept;
            ct state new ct mark and \(hex(layout.mask)) == 0 meta mark and \(hex(layout.mask)) != 0 ct mark set meta mark and \(hex(layout.mask)) meta mark set meta mark and \(hex(~layout.mask))
            ct mark and \(hex(layout.ruleMask)) == \(hex(localDelivery.mark)) goto proxied
          }
          chain nat_prerouting {
            type nat hook prerouting priority -100; policy accept;
            meta l4proto { tcp, udp } dnat ip to ct mark and \(hex(layout.ruleMask)) map @dnat_targets
          }
          chain forwarding {
            type filter hook forward priority 0; policy drop;
            ct mark and \(hex(layout.mask)) != 0 accept
            iifname != \(interfaces) oifname != \(interfaces) accept
            counter name not_judged
          }
          chain nat_postrouting {
            type nat hook postrouting priority 100; policy accept;
            snat ip to ct mark and \(hex(layout.sourceMask)) map @source_addresses
          }
        }

        """
    }

    /// The mark that the routing of proxied packets goes by.
    var localDelivery: LocalDelivery {
        LocalDelivery(mark: layout.mark(ruleNumber: RuleNumbering.proxiedFlows), mask: layout.ruleMask)
    }

    /// Where no socket takes the packet, because the proxy is gone or never was, the rule does
    /// not match and the packet is dropped: it is never forwarded.
    private var proxying: String {
        guard let port = configuration.proxyPort else { return "" }
        return
            "    meta l4proto tcp tproxy ip to 127.0.0.1:\(port) meta mark set meta mark and \(hex(~layout.mask)) or \(hex(localDelivery.mark)) accept\n"
    }

    private var tracing: String {
        guard hasLogStatement else { return "" }
        return """
                meta l4proto != tcp drop
                limit rate over \(Self.tracesPerSecond)/second burst \(Self.tracesPerSecond) packets counter name untraced drop
                log group \(traceGroup) queue-threshold 32 snaplen 128

            """
    }

    private var interfaces: String {
        "{ \"\(configuration.publicInterface)\", \"\(configuration.privateInterface)\" }"
    }

    private var management: String {
        configuration.management.map { access in
            let family = access.source.family == .ipv4 ? "ip" : "ip6"
            let mark = hex(layout.mark(ruleNumber: RuleNumbering.managementRule))
            return
                "    \(family) saddr \(access.source) tcp dport \(access.port) fib daddr type local ct mark set \(mark) accept\n"
        }.joined()
    }

    /// Sources are remembered for ten seconds at most and 65,536 at a time; beyond that a
    /// source is not limited, and the bounded queue is what protects the daemon.
    private var limitSets: String {
        guard configuration.newFlowsPerSource > 0 else { return "" }
        return ["ipv4", "ipv6"].map { family in
            """
              set flow_rate_\(family) { type \(family)_addr; size 65536; flags dynamic,timeout; timeout 10s; }
              set limited_\(family) { type \(family)_addr; size 4096; flags dynamic,timeout; timeout 60s; }
              chain limit_\(family) {
                update @limited_\(family) { \(family == "ipv4" ? "ip" : "ip6") saddr counter }
                counter name limited drop
              }
            """
        }.joined(separator: "\n")
    }

    private var limits: String {
        guard configuration.newFlowsPerSource > 0 else { return "" }
        let rate = configuration.newFlowsPerSource
        return ["ipv4", "ipv6"].map { family in
            "    add @flow_rate_\(family) { \(family == "ipv4" ? "ip" : "ip6") saddr limit rate over \(rate)/second burst \(rate) packets } goto limit_\(family)"
        }.joined(separator: "\n")
    }

    private var judge: String {
        guard hasQueueStatement else { return "" }
        func rule(_ interface: String, _ queues: ClosedRange<UInt16>) -> String {
            let target =
                queues.count == 1
                ? "queue to \(queues.lowerBound)" : "queue flags fanout to \(queues.lowerBound)-\(queues.upperBound)"
            return "    iifname \"\(interface)\" ct state new ct mark and \(hex(layout.mask)) == 0 \(target)"
        }
        return """
              chain judge {
                type filter hook prerouting priority -150; policy accept;
            \(rule(configuration.publicInterface, publicQueues))
            \(rule(configuration.privateInterface, privateQueues))
              }
            """
    }

    /// The same two rules for iptables.
    var iptablesRules: [IptablesQueueRule] {
        [(configuration.publicInterface, publicQueues), (configuration.privateInterface, privateQueues)].map {
            IptablesQueueRule(
                interface: $0, firstQueue: $1.lowerBound, lastQueue: $1.upperBound, markMask: layout.mask)
        }
    }

    private func hex(_ value: UInt32) -> String {
        let digits = String(value, radix: 16)
        return "0x" + String(repeating: "0", count: 8 - digits.count) + digits
    }
}
