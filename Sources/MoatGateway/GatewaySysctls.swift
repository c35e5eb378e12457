import MoatKernel

/// The kernel settings that the gateway relies on.
enum GatewaySysctls {
    static func apply(_ sysctl: Sysctl = Sysctl()) throws(KernelError) {
        try sysctl.write("net.ipv4.ip_forward", "1")
        if sysctl.read("net.ipv6.conf.all.forwarding") != nil {
            try sysctl.write("net.ipv6.conf.all.forwarding", "1")
        }
        // Bytes and ages of flows, for `moat flows` and `moat rules`.
        try sysctl.write("net.netfilter.nf_conntrack_acct", "1")
        try sysctl.write("net.netfilter.nf_conntrack_timestamp", "1")
        // A TCP packet from the middle of a flow that is not known must not begin one: else
        // a flow that was cut would come back to life.
        try sysctl.write("net.netfilter.nf_conntrack_tcp_loose", "0")
    }
}
