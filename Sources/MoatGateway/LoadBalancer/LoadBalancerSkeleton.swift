import MoatModel

/// The nftables table of the load balancer. All that changes with Services are elements of its
/// maps: no packet meets a rule more because there are more of them.
///
/// A new flow to a frontend goes through two maps: from address, protocol and port to the chain
/// of its number of slots, and there from the same with the slot, a hash of where the flow comes
/// from, to the backend.
///
///     -101  nat_prerouting   DNAT to the backend of the flow's slot
///       -1  refuse           what a load-balanced address does not serve comes to the machine
///                            itself, and is refused before anything there can take it
///        0  turning          flows that leave the way they came are marked
///       99  nat_postrouting  and get this machine's address
struct LoadBalancerSkeleton {
    /// Of the two names, one is in force. A process that starts fills a table under the other
    /// and then changes over, so that a restart leaves no gap.
    static let names = ["moat_lb", "moat_lb_next"]

    let name: String
    /// The bits of a mark that name a DNAT rule of the firewall on this machine; nil where
    /// there is none.
    let ruleMask: UInt32?
    /// A bit of the packet's mark that no one else uses, for what a packet only shows on its way
    /// through: by which interface it came.
    let turningMark: UInt32

    init(name: String, ruleMask: UInt32?, turningMark: UInt32) {
        self.name = name
        self.ruleMask = ruleMask
        self.turningMark = turningMark
    }

    /// `inet moat_lb`
    var table: String { "inet \(name)" }

    /// The table with all but what makes it act.
    func commands() -> String {
        """
        add table \(table)
        delete table \(table)
        table \(table) {
          counter refused { }
          set addresses { type ipv4_addr; }
          set same_link { type ifname . ifname; }
        \(maps("", key: "ip daddr . meta l4proto . th dport"))
        \(ruleMask.map { _ in maps("rule_", key: "ct mark . meta l4proto") } ?? "")
        \(chains("", key: "ip daddr . meta l4proto . th dport"))
        \(ruleMask.map { chains("rule_", key: "ct mark and \($0) . meta l4proto") } ?? "")
        }

        """
    }

    /// Puts the table in force in place of another.
    ///
    /// Flows that come and go through one interface get this machine's address: the backend
    /// would answer the client directly, past the translation. All others keep the client's.
    func takeOver(from old: [String]) -> String {
        let byRule =
            ruleMask.map { "    ct mark and \($0) . meta l4proto vmap @rule_frontends\n" } ?? ""
        return old.map { "delete table inet \($0)\n" }.joined() + """
            table \(table) {
              chain nat_prerouting {
                type nat hook prerouting priority -101; policy accept;
            \(byRule)    ip daddr . meta l4proto . th dport vmap @frontends
              }
              chain nat_output {
                type nat hook output priority -101; policy accept;
                ip daddr . meta l4proto . th dport vmap @frontends
              }
              chain refuse {
                type filter hook input priority -1; policy accept;
                ip daddr @addresses meta l4proto tcp counter name refused reject with tcp reset
                ip daddr @addresses meta l4proto != icmp counter name refused reject with icmp port-unreachable
              }
              chain turning {
                type filter hook forward priority 0; policy accept;
                ct state new ct status dnat iifname . oifname @same_link meta mark set meta mark or \(turningMark)
              }
              chain nat_postrouting {
                type nat hook postrouting priority 99; policy accept;
                meta mark and \(turningMark) != 0 ct status dnat ct original ip daddr @addresses masquerade
              }
            }

            """
    }

    private func maps(_ prefix: String, key: String) -> String {
        let entrance = "  map \(prefix)frontends { typeof \(key) : verdict; }"
        let slots = SlotClass.all.map { size in
            // The numbers of slots have the type of a number generator's, which is a hash's too.
            let slot = size.slots == 1 ? "" : " . numgen inc mod \(size.slots)"
            return "  map \(prefix)slots_\(size.slots) { typeof \(key)\(slot) : ip daddr . th dport; }"
        }
        return ([entrance] + slots).joined(separator: "\n")
    }

    private func chains(_ prefix: String, key: String) -> String {
        SlotClass.all.flatMap { size -> [String] in
            let map = "map @\(prefix)slots_\(size.slots)"
            func chain(_ name: String, _ source: String) -> String {
                let slot = size.slots == 1 ? "" : " . jhash \(source) mod \(size.slots) seed \(Self.seed)"
                return """
                      chain \(name) {
                        meta l4proto { tcp, udp } dnat ip to \(key)\(slot) \(map)
                      }
                    """
            }
            return [
                chain("\(prefix)pick_\(size.slots)", "ip saddr . th sport"),
                chain("\(prefix)pick_\(size.slots)_by_client", "ip saddr"),
            ]
        }.joined(separator: "\n")
    }

    /// Any number does, as long as every load balancer has the same.
    private static let seed = 0x6d6f_6174
}
