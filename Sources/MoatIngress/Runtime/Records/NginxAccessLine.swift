import MoatLogs
import MoatModel

/// A request as nginx's access log tells it: a JSON object of texts (`escape=json`), whose values are those of
/// nginx's variables.
struct NginxAccessLine {
    private let members: [String: String]

    init(_ bytes: ArraySlice<UInt8>) throws(NginxLogError) {
        members = try FlatObject(bytes).members
        if let missing = AccessLogField.allCases.first(where: { members[$0.rawValue] == nil }) {
            throw NginxLogError("it has no \(missing.rawValue)")
        }
    }

    private subscript(field: AccessLogField) -> String { members[field.rawValue] ?? "" }

    func record(at time: LogTimestamp, instance: String) throws(NginxLogError) -> MoatIngressAccess {
        guard let client = IPAddress(self[.clientIP]) else { throw NginxLogError("client_ip is not an IP address") }
        let endpoints = Self.list(self[.endpoint])
        return MoatIngressAccess(
            timeGenerated: time, requestID: Self.cut(self[.requestID]), client: client,
            clientPort: UInt16(self[.clientPort]) ?? 0, host: Self.cut(self[.host].lowercased()),
            method: Self.cut(self[.method]), path: Self.cut(self[.path]), httpVersion: Self.cut(self[.http]),
            tlsVersion: Self.cut(self[.tls]), status: UInt16(self[.status]) ?? 0,
            bytesReceived: UInt64(self[.bytesReceived]) ?? 0, bytesSent: UInt64(self[.bytesSent]) ?? 0,
            durationSeconds: Self.seconds(self[.duration]),
            upstreamSeconds: Self.list(self[.upstreamDuration]).map(Self.seconds).reduce(0, +),
            upstreamStatus: Self.list(self[.upstreamStatus]).last.flatMap { UInt16($0) } ?? 0,
            attempts: UInt16(clamping: endpoints.count), namespace: Self.cut(self[.namespace]),
            ingress: Self.cut(self[.ingress]), service: Self.cut(self[.service]),
            endpoint: Self.cut(endpoints.last ?? ""), userAgent: Self.cut(self[.userAgent]),
            instance: Self.cut(instance))
    }

    /// What each of the endpoints that were tried did: nginx puts commas between those, and colons between
    /// groups of them (ngx_http_upstream_module, `$upstream_addr`); a `-` is none.
    static func list(_ text: String) -> [String] {
        text.split { $0 == "," || $0 == " " }.filter { $0 != "-" && $0 != ":" }.map(String.init)
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
