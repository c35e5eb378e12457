extension BackendProtocol {
    /// The upstream block of nginx with the connections that are kept.
    var upstream: String { "moat_\(rawValue.lowercased())" }

    var usesGRPC: Bool { self == .grpc || self == .grpcs }

    /// What passes requests on; `path` takes the place of what the location matched.
    func pass(_ path: String) -> String {
        "\(usesGRPC ? "grpc_pass" : "proxy_pass") \(rawValue.lowercased())://\(upstream)\(path)"
    }
}
