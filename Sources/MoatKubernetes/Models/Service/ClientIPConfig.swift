/// How long a client's connections stay together.
public struct ClientIPConfig: Codable, Hashable, Sendable {
    /// 10800 where absent.
    public var timeoutSeconds: Int32?

    public init(timeoutSeconds: Int32? = nil) {
        self.timeoutSeconds = timeoutSeconds
    }
}
