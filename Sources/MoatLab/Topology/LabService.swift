/// Something that a host of the lab answers on a port.
public struct LabService: Hashable, Sendable, Codable {
    public var `protocol`: Transport
    /// 1 to 65535
    public var port: UInt16
    public var respond: Response
    /// The HTTP status, 200 to 599; 200 unless said.
    public var status: Int
    /// `{client}` stands for the peer's `address:port`, `{host}` for the host's name.
    public var body: String

    /// Without a `body` the response has its own default.
    public init(_ transport: Transport, _ port: UInt16, _ respond: Response, status: Int = 200, body: String? = nil) {
        self.protocol = transport
        self.port = port
        self.respond = respond
        self.status = status
        self.body = body ?? respond.defaultBody
    }

    public enum Transport: String, Hashable, Sendable, CaseIterable, Codable {
        case tcp, udp
    }

    public enum Response: String, Hashable, Sendable, CaseIterable, Codable {
        /// Any HTTP request gets `status` and `body`; TCP only.
        case http
        /// What arrives is sent back.
        case echo
        /// `body` and the end of the connection, or for UDP a datagram with `body` for
        /// each that arrives.
        case text

        var defaultBody: String {
            switch self {
            case .http: "{host} saw {client}\n"
            case .text: "{client}\n"
            case .echo: ""
            }
        }
    }
}

extension LabService: CustomStringConvertible {
    /// `http on 80/tcp`
    public var description: String {
        "\(respond.rawValue) on \(port)/\(`protocol`.rawValue)"
    }
}
