/// The fields of an access record, in their order; all are texts.
enum AccessLogField: String, CaseIterable {
    /// Seconds since 1970, when the request was done.
    case time
    /// What `X-Request-ID` tells backends, and findings name the request by.
    case id
    case client
    case port
    case host
    case method
    /// With the query, as the client has sent it.
    case uri
    case http
    /// Empty without TLS.
    case tls
    case status
    /// Bytes of the request with its head.
    case `in`
    /// Bytes of the answer with its head.
    case out
    /// Seconds.
    case took
    /// Seconds; several between commas where several endpoints were tried, as the two that follow.
    case upstreamTook = "upstream_took"
    case upstreamStatus = "upstream_status"
    case endpoint
    case namespace
    case ingress
    case service
    case agent

    var variable: String {
        switch self {
        case .time: "$msec"
        case .id: "$request_id"
        case .client: "$remote_addr"
        case .port: "$remote_port"
        case .host: "$host"
        case .method: "$request_method"
        case .uri: "$request_uri"
        case .http: "$server_protocol"
        case .tls: "$ssl_protocol"
        case .status: "$status"
        case .in: "$request_length"
        case .out: "$bytes_sent"
        case .took: "$request_time"
        case .upstreamTook: "$upstream_response_time"
        case .upstreamStatus: "$upstream_status"
        case .endpoint: "$upstream_addr"
        case .namespace: "$moat_namespace"
        case .ingress: "$moat_ingress"
        case .service: "$moat_service"
        case .agent: "$http_user_agent"
        }
    }
}
