/// How a backend is asked whether it takes traffic.
public struct HealthProbe: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, Codable {
        /// A connection is made and closed.
        case tcp
        /// GET, which must be answered with 200.
        case http
        /// As `http`, over TLS whose certificate is not verified.
        case https
    }

    /// Where a backend is asked.
    public enum Port: Hashable, Sendable {
        /// Where it takes the traffic.
        case traffic
        /// Where it takes the traffic of the Service's port of that name.
        case servicePort(String)
        case number(UInt16)
    }

    public var kind: Kind
    public var port: Port
    /// Of `http` and `https`; begins with `/`. Empty with `tcp`.
    public var path: String
    public var interval: Duration
    /// So many failures in a row, and the backend is down.
    public var threshold: Int

    public init(
        kind: Kind = .tcp, port: Port = .traffic, path: String = "", interval: Duration = .seconds(5),
        threshold: Int = 2
    ) {
        self.kind = kind
        self.port = port
        self.path = path
        self.interval = interval
        self.threshold = threshold
    }

    /// An answer must be there within the interval, and within 30 seconds where that is longer, as
    /// Azure says of HTTP probes.
    public var timeout: Duration { min(interval, .seconds(30)) }
}
