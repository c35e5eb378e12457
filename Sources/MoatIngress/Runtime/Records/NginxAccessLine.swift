import Foundation
import MoatLogs
import MoatModel

/// A request as nginx's access log tells it: a JSON object of texts (`escape=json`), whose values are those of
/// nginx's variables.
struct NginxAccessLine: Decodable {
    /// The log format that this reads, for `log_format`.
    static let format = [
        ("time", "$msec"), ("id", "$request_id"), ("client", "$remote_addr"), ("port", "$remote_port"),
        ("host", "$host"), ("method", "$request_method"), ("uri", "$request_uri"), ("http", "$server_protocol"),
        ("tls", "$ssl_protocol"), ("status", "$status"), ("in", "$request_length"), ("out", "$bytes_sent"),
        ("took", "$request_time"), ("upstream_took", "$upstream_response_time"),
        ("upstream_status", "$upstream_status"), ("endpoint", "$upstream_addr"), ("namespace", "$moat_namespace"),
        ("ingress", "$moat_ingress"), ("service", "$moat_service"), ("agent", "$http_user_agent"),
    ]

    var time, id, client, port, host, method, uri, http, tls, status: String
    var received, sent, took, upstreamTook, upstreamStatus, endpoint, namespace, ingress, service, agent: String

    enum CodingKeys: String, CodingKey {
        case time, id, client, port, host, method, uri, http, tls, status
        case received = "in"
        case sent = "out"
        case took
        case upstreamTook = "upstream_took"
        case upstreamStatus = "upstream_status"
        case endpoint, namespace, ingress, service, agent
    }

    func record(instance: String) throws -> MoatIngressAccess {
        guard let seconds = Double(time), seconds > 0, seconds < 9e9, let address = IPAddress(client) else {
            throw NginxLogError("it has no time or no client")
        }
        let endpoints = Self.list(endpoint)
        return MoatIngressAccess(
            timeGenerated: LogTimestamp(nanoseconds: Int64(seconds * 1000) * 1_000_000), requestID: Self.cut(id),
            client: address, clientPort: UInt16(port) ?? 0, host: Self.cut(host.lowercased()),
            method: Self.cut(method), path: Self.cut(String(uri.prefix { $0 != "?" })), httpVersion: Self.cut(http),
            tlsVersion: tls == "-" ? "" : Self.cut(tls), status: UInt16(status) ?? 0,
            bytesReceived: UInt64(received) ?? 0, bytesSent: UInt64(sent) ?? 0, durationSeconds: Self.seconds(took),
            upstreamSeconds: Self.list(upstreamTook).map(Self.seconds).reduce(0, +),
            upstreamStatus: Self.list(upstreamStatus).last.flatMap { UInt16($0) } ?? 0,
            attempts: UInt16(clamping: endpoints.count), namespace: Self.cut(namespace), ingress: Self.cut(ingress),
            service: Self.cut(service), endpoint: Self.cut(endpoints.last ?? ""),
            userAgent: Self.cut(agent == "-" ? "" : agent), instance: Self.cut(instance))
    }

    /// What each of the endpoints that were tried did: nginx puts commas between those, and colons between
    /// groups of them (ngx_http_upstream_module, `$upstream_addr`); a `-` is none.
    static func list(_ text: String) -> [String] {
        text.replacingOccurrences(of: " : ", with: ", ").split(separator: ", ").map(String.init).filter { $0 != "-" }
    }

    private static func seconds(_ text: String) -> Double {
        guard let value = Double(text), value.isFinite, value >= 0 else { return 0 }
        return value
    }

    /// A text that a record can have.
    static func cut(_ text: String) -> String {
        guard text.utf8.count > MoatIngressAccess.maximumText else { return text }
        var text = String(text.prefix(MoatIngressAccess.maximumText))
        while text.utf8.count > MoatIngressAccess.maximumText { text.removeLast() }
        return text
    }
}
