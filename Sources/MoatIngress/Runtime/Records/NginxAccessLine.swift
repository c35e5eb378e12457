import Foundation
import MoatLogs
import MoatModel

/// A request as nginx's access log tells it: a JSON object of texts (`escape=json`), whose values are those of
/// nginx's variables.
struct NginxAccessLine: Decodable {
    var requestID, clientIP, clientPort, host, method, path, http, tls, status: String
    var bytesReceived, bytesSent, duration, upstreamDuration, upstreamStatus, endpoint: String
    var namespace, ingress, service, userAgent: String

    enum CodingKeys: String, CodingKey, CaseIterable {
        case requestID = "request_id"
        case clientIP = "client_ip"
        case clientPort = "client_port"
        case host, method, path, http, tls, status
        case bytesReceived = "bytes_received"
        case bytesSent = "bytes_sent"
        case duration
        case upstreamDuration = "upstream_duration"
        case upstreamStatus = "upstream_status"
        case endpoint, namespace, ingress, service
        case userAgent = "user_agent"
    }

    func record(at time: LogTimestamp, instance: String) throws -> MoatIngressAccess {
        guard let client = IPAddress(clientIP) else { throw NginxLogError("client_ip is not an IP address") }
        let endpoints = Self.list(endpoint)
        return MoatIngressAccess(
            timeGenerated: time, requestID: Self.cut(requestID), client: client, clientPort: UInt16(clientPort) ?? 0,
            host: Self.cut(host.lowercased()), method: Self.cut(method), path: Self.cut(path),
            httpVersion: Self.cut(http), tlsVersion: Self.cut(tls), status: UInt16(status) ?? 0,
            bytesReceived: UInt64(bytesReceived) ?? 0, bytesSent: UInt64(bytesSent) ?? 0,
            durationSeconds: Self.seconds(duration),
            upstreamSeconds: Self.list(upstreamDuration).map(Self.seconds).reduce(0, +),
            upstreamStatus: Self.list(upstreamStatus).last.flatMap { UInt16($0) } ?? 0,
            attempts: UInt16(clamping: endpoints.count), namespace: Self.cut(namespace), ingress: Self.cut(ingress),
            service: Self.cut(service), endpoint: Self.cut(endpoints.last ?? ""), userAgent: Self.cut(userAgent),
            instance: Self.cut(instance))
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
