import MoatLogs
import MoatModel
import Testing

enum TestRecords {
    static func access(path: String = "/", ingress: String = "shop", status: UInt16 = 200) throws -> LogRecord {
        .ingressAccess(
            MoatIngressAccess(
                timeGenerated: .now(), requestID: "1", client: try #require(IPAddress("203.0.113.50")), clientPort: 1,
                host: "shop.example", method: "GET", path: path, httpVersion: "HTTP/1.1", tlsVersion: "",
                status: status, bytesReceived: 100, bytesSent: 200, durationSeconds: 0.5, upstreamSeconds: 0.25,
                upstreamStatus: status, attempts: 1, namespace: "team", ingress: ingress, service: "cart",
                endpoint: "10.0.5.7:80", userAgent: "", instance: "a"))
    }

    static func finding(_ action: MoatWaf.Action) throws -> MoatWaf {
        MoatWaf(
            timeGenerated: .now(), requestID: "1", client: try #require(IPAddress("203.0.113.50")),
            host: "shop.example", method: "GET", path: "/", namespace: "team", ingress: "shop", ruleID: 942_100,
            message: "SQL", severity: .critical, matchedPlace: "ARGS:id", matchedValue: "1", action: action,
            paranoiaLevel: 1, instance: "a")
    }
}
