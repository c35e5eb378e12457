/// The fields of an access record, in their order; all are texts.
enum AccessLogField: String, CaseIterable {
    case requestID = "request_id"
    case clientIP = "client_ip"
    case clientPort = "client_port"
    case host
    case method
    /// Decoded and normalised, without the query.
    case path
    case http
    /// Empty without TLS.
    case tls
    case status
    /// Of the request with its head.
    case bytesReceived = "bytes_received"
    /// Of the answer with its head.
    case bytesSent = "bytes_sent"
    /// Seconds.
    case duration
    /// Seconds; several between commas where several endpoints were tried, as the two that follow.
    case upstreamDuration = "upstream_duration"
    case upstreamStatus = "upstream_status"
    case endpoint
    case namespace
    case ingress
    case service
    case userAgent = "user_agent"

    var variable: String {
        switch self {
        case .requestID: "$request_id"
        case .clientIP: "$remote_addr"
        case .clientPort: "$remote_port"
        case .host: "$host"
        case .method: "$request_method"
        case .path: "$uri"
        case .http: "$server_protocol"
        case .tls: "$ssl_protocol"
        case .status: "$status"
        case .bytesReceived: "$request_length"
        case .bytesSent: "$bytes_sent"
        case .duration: "$request_time"
        case .upstreamDuration: "$upstream_response_time"
        case .upstreamStatus: "$upstream_status"
        case .endpoint: "$upstream_addr"
        case .namespace: "$moat_namespace"
        case .ingress: "$moat_ingress"
        case .service: "$moat_service"
        case .userAgent: "$http_user_agent"
        }
    }
}
