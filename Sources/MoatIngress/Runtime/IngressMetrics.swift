import Foundation
import MoatLogs

/// What Ingresses did since this process started, as Prometheus reads it (text format 0.0.4).
struct IngressMetrics: Hashable, Sendable {
    struct Key: Hashable, Comparable, Sendable {
        /// Empty for requests that no Ingress took.
        var namespace: String
        var ingress: String

        static func < (lhs: Self, rhs: Self) -> Bool {
            (lhs.namespace, lhs.ingress) < (rhs.namespace, rhs.ingress)
        }
    }

    struct Counts: Hashable, Sendable {
        /// By the first digit of the status, 0 for none.
        var requests = [UInt64](repeating: 0, count: 10)
        var bytesReceived: UInt64 = 0
        var bytesSent: UInt64 = 0
        var seconds = 0.0
        var findings: [MoatWaf.Action: UInt64] = [:]
    }

    /// What of a request is counted.
    struct Request: Hashable, Sendable {
        var key: Key
        var status: UInt16
        var bytesReceived: UInt64
        var bytesSent: UInt64
        var seconds: Double
    }

    /// Ingresses that are gone stay counted, up to so many of all; others are counted as no Ingress.
    static let maximumKeys = 16_384

    private(set) var counts: [Key: Counts] = [:]

    mutating func add(_ request: Request) {
        change(request.key) { counts in
            counts.requests[Int(min(request.status / 100, 9))] += 1
            counts.bytesReceived &+= request.bytesReceived
            counts.bytesSent &+= request.bytesSent
            counts.seconds += request.seconds
        }
    }

    mutating func add(_ finding: MoatWaf) {
        change(Key(namespace: finding.namespace, ingress: finding.ingress)) {
            $0.findings[finding.action, default: 0] += 1
        }
    }

    private mutating func change(_ key: Key, _ body: (inout Counts) -> Void) {
        var key = key
        if counts[key] == nil, counts.count >= Self.maximumKeys { key = Key(namespace: "", ingress: "") }
        body(&counts[key, default: Counts()])
    }

    var text: String {
        let sorted = counts.sorted { $0.key < $1.key }
        var text = Self.head("moat_ingress_requests_total", "Requests, by the class of their status.", "counter")
        for (key, counts) in sorted {
            for (status, count) in counts.requests.enumerated() where count > 0 {
                let name = status == 0 ? "none" : "\(status)xx"
                text += "moat_ingress_requests_total{\(Self.labels(key)),status=\"\(name)\"} \(count)\n"
            }
        }
        for (name, help, value) in Self.sums {
            text += Self.head(name, help, "counter")
            for (key, counts) in sorted { text += "\(name){\(Self.labels(key))} \(value(counts))\n" }
        }
        text += Self.head("moat_ingress_waf_findings_total", "Rules that requests matched.", "counter")
        for (key, counts) in sorted {
            for (action, count) in counts.findings.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                let name = action.rawValue.lowercased()
                text += "moat_ingress_waf_findings_total{\(Self.labels(key)),action=\"\(name)\"} \(count)\n"
            }
        }
        return text
    }

    private static let sums: [(String, String, @Sendable (Counts) -> String)] = [
        ("moat_ingress_received_bytes_total", "Bytes from clients.", { "\($0.bytesReceived)" }),
        ("moat_ingress_sent_bytes_total", "Bytes to clients.", { "\($0.bytesSent)" }),
        ("moat_ingress_request_seconds_total", "Time of all requests together.", { "\($0.seconds)" }),
    ]

    static func head(_ name: String, _ help: String, _ type: String) -> String {
        "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    }

    private static func labels(_ key: Key) -> String {
        "namespace=\"\(escaped(key.namespace))\",ingress=\"\(escaped(key.ingress))\""
    }

    /// As the text format has it: backslash, quote and newline are escaped.
    private static func escaped(_ text: String) -> String {
        text.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "\"", with: "\\\"")
            .replacingOccurrences(of: "\n", with: "\\n")
    }
}
