public import MoatModel

/// What the operator of the controller says; trusted, unlike what comes from the API.
public struct IngressSettings: Sendable, Equatable {
    /// The controller that an IngressClass names, `spec.controller`.
    public var controllerName = "moat.dev/ingress"
    /// The class that is served besides those whose controller is `controllerName`: the value of the
    /// annotation `kubernetes.io/ingress.class`, which is older than IngressClass and needs none.
    public var ingressClass = "moat"
    /// 1 to 65535.
    public var httpPort: UInt16 = 80
    /// 1 to 65535.
    public var httpsPort: UInt16 = 443
    /// The addresses to listen on.
    public var listenAddresses: [IPAddress] = [
        IPAddress(number: 0, family: .ipv4), IPAddress(number: 0, family: .ipv6),
    ]
    /// Absolute; has the configuration and the sockets of nginx.
    public var runtimeDirectory: String
    public var modulesDirectory = "/usr/lib/nginx/modules"
    /// Where `rules` of the OWASP Core Rule Set is.
    public var crsDirectory = "/usr/share/modsecurity-crs"
    /// The settings of the Core Rule Set that its package brings.
    public var crsSetupFile = "/etc/modsecurity/crs/crs-setup.conf"
    /// What Unicode is mapped to where rules decode it; comes with nginx's package.
    public var unicodeMapFile = "/etc/nginx/unicode.mapping"
    /// Of an Ingress that does not say.
    public var wafDefault = WAFMode.off
    /// 1 to 4, of an Ingress that does not say.
    public var wafParanoia = 1
    /// Nil for a page of the controller's own: 404, `default backend - 404`.
    public var defaultBackend: IngressBackendSetting?
    /// Nil for as many as there are cores.
    public var workerProcesses: Int?
    /// Of each worker, to clients and backends; at most as many files as a process may open.
    public var workerConnections = 8192
    /// Who the workers are, where the main process is root.
    public var user = "www-data"
    /// Bytes of a request's body, of an Ingress that does not say; 0 for no limit.
    public var proxyBodySize: Int64 = 1 << 20

    /// Of hosts that have none.
    public var defaultCertificate: DefaultCertificate

    public init(runtimeDirectory: String, defaultCertificate: DefaultCertificate) {
        self.runtimeDirectory = runtimeDirectory
        self.defaultCertificate = defaultCertificate
    }
}
