import Glibc
import MoatKernel

/// What this kernel and machine can do, asked before anything is changed.
struct KernelProbe {
    /// Whether nftables has the `queue` statement. Where it has not, iptables installs the
    /// one rule that needs it.
    var hasQueueStatement: Bool
    /// Whether it has `log group`, by which packets are copied to a packet log.
    var hasLogStatement: Bool

    init(_ ruleset: any Ruleset, _ configuration: GatewayConfiguration) throws(KernelError) {
        for interface in [configuration.publicInterface, configuration.privateInterface] {
            guard if_nametoindex(interface) != 0 else {
                throw KernelError(
                    .noSuchInterface,
                    "there is no network interface '\(interface)' here; `ip -brief link` lists those there are")
            }
        }
        guard configuration.publicInterface != configuration.privateInterface else {
            throw KernelError(
                .noSuchInterface,
                "the public and the private interface are both '\(configuration.publicInterface)'; they must differ")
        }
        do {
            try ruleset.check("add table inet moat_probe")
        } catch {
            guard error.code != .permission else { throw error }
            throw KernelError(
                .missingFeature, "this kernel has no nftables (CONFIG_NF_TABLES_INET): \(error.message)")
        }
        do {
            try ruleset.check(
                """
                table inet moat_probe {
                  map targets { type mark : ipv4_addr . inet_service; }
                  chain a { type nat hook prerouting priority -100; policy accept;
                    meta l4proto tcp dnat ip to ct mark and 0xff map @targets
                  }
                  chain b { type filter hook prerouting priority -155; policy accept;
                    fib saddr . iif oif missing drop
                  }
                }

                """)
        } catch {
            throw KernelError(
                .missingFeature,
                "this kernel's nftables lacks NAT, conntrack or fib expressions (CONFIG_NFT_NAT, CONFIG_NFT_CT, CONFIG_NFT_FIB_INET): \(error.message)"
            )
        }
        do {
            try ruleset.check(
                """
                table inet moat_probe {
                  chain d { type filter hook prerouting priority -145; policy accept;
                    meta l4proto tcp tproxy ip to 127.0.0.1:1 accept
                  }
                }

                """)
        } catch {
            throw KernelError(
                .missingFeature,
                "this kernel's nftables cannot hand flows to a proxy (CONFIG_NFT_TPROXY): \(error.message)")
        }
        do {
            try ruleset.check(
                """
                table inet moat_probe {
                  chain c { type filter hook prerouting priority -150; policy accept;
                    queue flags fanout to 0-1
                  }
                }

                """)
            self.hasQueueStatement = true
        } catch {
            self.hasQueueStatement = false
        }
        do {
            try ruleset.check(
                """
                table inet moat_probe {
                  chain e { type filter hook prerouting priority -155; policy accept;
                    limit rate over 1/second log group 1 snaplen 128
                  }
                }

                """)
            self.hasLogStatement = true
        } catch {
            self.hasLogStatement = false
        }
    }
}
