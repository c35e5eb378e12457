/// The fields of an access record, in their order; all are texts.
enum AccessLogField: Int, CaseIterable {
    /// When the request was answered: seconds since 1970.
    case time
    case requestID
    case clientIP
    case clientPort
    case host
    case method
    /// Decoded and normalised, without the query.
    case path
    case http
    /// Empty without TLS.
    case tls
    case status
    /// Of the request with its head.
    case bytesReceived
    /// Of the answer with its head.
    case bytesSent
    /// Seconds.
    case duration
    /// Seconds; several between commas where several endpoints were tried, as the two that follow.
    case upstreamDuration
    case upstreamStatus
    case endpoint
    case namespace
    case ingress
    case service
    case userAgent

    /// What it is called in the log, and nginx's variable of which it has the value.
    private var names: (log: String, variable: String) {
        switch self {
        case .time: ("time", "msec")
        case .requestID: ("request_id", "request_id")
        case .clientIP: ("client_ip", "remote_addr")
        case .clientPort: ("client_port", "remote_port")
        case .host: ("host", "host")
        case .method: ("method", "request_method")
        case .path: ("path", "uri")
        case .http: ("http", "server_protocol")
        case .tls: ("tls", "ssl_protocol")
        case .status: ("status", "status")
        case .bytesReceived: ("bytes_received", "request_length")
        case .bytesSent: ("bytes_sent", "bytes_sent")
        case .duration: ("duration", "request_time")
        case .upstreamDuration: ("upstream_duration", "upstream_response_time")
        case .upstreamStatus: ("upstream_status", "upstream_status")
        case .endpoint: ("endpoint", "upstream_addr")
        case .namespace: ("namespace", "moat_namespace")
        case .ingress: ("ingress", "moat_ingress")
        case .service: ("service", "moat_service")
        case .userAgent: ("user_agent", "http_user_agent")
        }
    }

    var name: String { names.log }
    var variable: String { "$" + names.variable }
}
