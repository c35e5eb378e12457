/// The annotations of a Service that are understood, by the names and meanings of
/// cloud-provider-azure (its page "Azure LoadBalancer"), and our own.
enum ServiceAnnotation {
    static let prefix = "service.beta.kubernetes.io/"
    private static let balancer = prefix + "azure-load-balancer-"

    static let isInternal = balancer + "internal"
    static let subnet = balancer + "internal-subnet"
    static let ipv4 = balancer + "ipv4"
    static let probeProtocol = balancer + "health-probe-protocol"
    static let probePath = balancer + "health-probe-request-path"
    static let probeInterval = balancer + "health-probe-interval"
    static let probeCount = balancer + "health-probe-num-of-probe"

    static let allowedServiceTags = prefix + "azure-allowed-service-tags"
    static let allowedIPRanges = prefix + "azure-allowed-ip-ranges"

    /// A PublicIPAddress of ours, by name or address, whose traffic goes to the Service.
    static let publicIP = "moat.dev/public-ip"

    static let understood: Set = [
        isInternal, subnet, ipv4, probeProtocol, probePath, probeInterval, probeCount, allowedServiceTags,
        allowedIPRanges,
    ]

    /// What is said of a port by its number: `port_443_no_probe_rule`.
    enum OfPort: String, CaseIterable {
        case noRule = "no_lb_rule"
        case noProbe = "no_probe_rule"
        case probeProtocol = "health-probe_protocol"
        case probePath = "health-probe_request-path"
        case probeInterval = "health-probe_interval"
        case probeCount = "health-probe_num-of-probe"
        case probePort = "health-probe_port"

        func name(_ port: UInt16) -> String {
            "\(prefix)port_\(port)_\(rawValue)"
        }
    }

    /// Why an annotation of cloud-provider-azure has no effect, where more can be said than that.
    static let unsupported: [String: String] = [
        balancer + "tcp-idle-timeout": "idle connections are kept for as long as the kernel's connection tracking says",
        balancer + "enable-high-availability-ports": "only the Service's own ports are balanced",
        balancer + "ipv6": "only IPv4 is balanced",
        balancer + "mode": "there is one load balancer",
        prefix + "azure-load-balancer-configurations": "there is one load balancer",
        prefix + "azure-disable-load-balancer-floating-ip": "the destination is always translated to the backend's",
        prefix + "azure-deny-all-except-load-balancer-source-ranges":
            "who may connect is said by the rules of a firewall policy",
        prefix + "azure-pip-name": "moat.dev/public-ip names the public address",
        prefix + "azure-pls-create": "there is no Private Link",
    ]
}
