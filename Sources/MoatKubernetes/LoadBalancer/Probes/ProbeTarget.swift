public import MoatModel

/// A place that is asked whether it takes traffic. Ports that want to know the same share one.
public struct ProbeTarget: Hashable, Sendable {
    public var address: IPv4Address
    public var port: UInt16
    public var kind: HealthProbe.Kind
    public var path: String
    public var interval: Duration
    public var timeout: Duration
    public var threshold: Int

    public init(address: IPv4Address, port: UInt16, probe: HealthProbe) {
        self.address = address
        self.port = port
        kind = probe.kind
        path = probe.path
        interval = probe.interval
        timeout = probe.timeout
        threshold = probe.threshold
    }
}

extension ProbeTarget: CustomStringConvertible {
    /// `tcp 10.0.5.7:8080`, `http 10.0.5.7:8080/healthz`
    public var description: String { "\(kind.rawValue) \(address):\(port)\(path)" }
}
