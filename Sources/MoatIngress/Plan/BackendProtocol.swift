/// What a location's backend speaks.
public enum BackendProtocol: String, Sendable, Hashable, Codable, CaseIterable {
    /// HTTP/1.1.
    case http = "HTTP"
    /// HTTP/1.1 in TLS. The backend's certificate is not checked.
    case https = "HTTPS"
    /// gRPC by HTTP/2 without TLS.
    case grpc = "GRPC"
    /// gRPC by HTTP/2 in TLS. The backend's certificate is not checked.
    case grpcs = "GRPCS"
}
