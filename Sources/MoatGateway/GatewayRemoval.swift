import MoatKernel

/// Takes away what a gateway installs: the table, the routing of proxied packets and, where it
/// was needed, the iptables rules. Kernel settings stay as they are, since others may rely on them by now.
///
/// From then on the machine forwards as if Moat had never been there, without judging: that
/// is for taking a firewall out of service, not for restarting it.
public enum GatewayRemoval {
    /// - Throws: `KernelError`; what could not be removed stays.
    public static func run() throws {
        try IptablesQueueRule.remove()
        try NftablesRuleset().run("add table \(GatewaySkeleton.table)\ndelete table \(GatewaySkeleton.table)")
        try LocalDelivery.remove()
        try KernelLoadBalancer.remove()
    }
}
