import Foundation
import Logging
import MoatLogs
import MoatModel

@testable import MoatServer

/// A store with a handful of records, as a firewall writes them.
struct FilledStore {
    static let now = Date(timeIntervalSince1970: 1_795_608_000)

    let directory: TemporaryDirectory
    let store: DuckDBStore

    init() throws {
        directory = try TemporaryDirectory()
        store = try DuckDBStore(
            directory: URL(fileURLWithPath: directory.file("logs"), isDirectory: true),
            origin: LogOrigin(firewall: "edge"), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try store.write(Self.records)
    }

    private static func address(_ text: String) -> IPAddress {
        IPAddress(text) ?? .v4(IPv4Address(rawValue: 0))
    }

    private static func time(_ secondsAgo: Double) -> LogTimestamp {
        LogTimestamp(now.addingTimeInterval(-secondsAgo))
    }

    /// Three refused and two allowed flows, one let in, one request refused, two DNS queries,
    /// one ended flow, one request that failed, one that was stopped.
    private static let records: [LogRecord] =
        [(600.0, "10.0.5.7"), (300, "10.0.5.7"), (200, "10.0.5.8")].map { age, source in
            network(age, source, "203.0.113.9", 80, .deny)
        } + [
            network(100, "10.0.5.7", "203.0.113.9", 443, .allow), network(50, "10.0.5.7", "203.0.113.9", 443, .allow),
            .natRule(
                AZFWNatRule(
                    timeGenerated: time(40), ipProtocol: .tcp, sourceIp: address("203.0.113.50"), sourcePort: 44_862,
                    destinationIp: address("198.51.100.10"), destinationPort: 80, translatedIp: address("10.0.4.4"),
                    translatedPort: 80, policy: "aks-egress", ruleCollectionGroup: "edge", ruleCollection: "inbound",
                    rule: "web")),
            .applicationRule(
                AZFWApplicationRule(
                    timeGenerated: time(30), applicationProtocol: .https, sourceIp: address("10.0.5.7"),
                    sourcePort: 40_000, destinationPort: 443, fqdn: "registry-1.docker.io", targetUrl: "",
                    action: .deny, policy: "", ruleCollectionGroup: "", ruleCollection: "", rule: "",
                    actionReason: "No rule matched. Proceeding with default action")),
            dns(20, "good.example.", "NOERROR", 0.004), dns(10, "bad.example.", "SERVFAIL", 1.5),
            .flow(
                MoatFlow(
                    timeGenerated: time(5), startTime: time(65), endTime: time(5), ipProtocol: .tcp,
                    sourceIp: address("10.0.5.7"), sourcePort: 50_000, destinationIp: address("203.0.113.9"),
                    destinationPort: 443, translatedIp: nil, translatedPort: 0,
                    sourceTranslatedIp: address("198.51.100.10"), sourceTranslatedPort: 50_000, fqdn: "",
                    policy: "aks-egress", ruleCollectionGroup: "team", ruleCollection: "allow", rule: "web-tls",
                    packetsSent: 10, packetsReceived: 20, bytesSent: 1000, bytesReceived: 20_000,
                    closeReason: .closed)),
            .ingressAccess(
                MoatIngressAccess(
                    timeGenerated: time(4), requestID: "4d6f6174", client: address("203.0.113.50"),
                    clientPort: 44_862, host: "shop.example", method: "GET", path: "/cart", httpVersion: "HTTP/2.0",
                    tlsVersion: "TLSv1.3", status: 502, bytesReceived: 100, bytesSent: 200, durationSeconds: 0.5,
                    upstreamSeconds: 0.5, upstreamStatus: 502, attempts: 2, namespace: "team", ingress: "shop",
                    service: "cart", endpoint: "10.0.5.7:8080", userAgent: "curl/7.88.1", instance: "ingress-0")),
            .waf(
                MoatWaf(
                    timeGenerated: time(3), requestID: "4d6f6175", client: address("203.0.113.50"),
                    host: "shop.example", method: "GET", path: "/cart", namespace: "team", ingress: "shop",
                    ruleID: 942_100, message: "SQL Injection Attack Detected via libinjection", severity: .critical,
                    matchedPlace: "ARGS:id", matchedValue: "1' or '1'='1", action: .blocked, paranoiaLevel: 1,
                    instance: "ingress-0")),
        ]

    private static func network(
        _ age: Double, _ source: String, _ destination: String, _ port: UInt16, _ action: RuleCollection.FilterAction
    ) -> LogRecord {
        let isRule = action == .allow
        return .networkRule(
            AZFWNetworkRule(
                timeGenerated: time(age), ipProtocol: .tcp, sourceIp: address(source), sourcePort: 35_682,
                destinationIp: address(destination), destinationPort: port, action: action,
                policy: isRule ? "aks-egress" : "", ruleCollectionGroup: isRule ? "team" : "",
                ruleCollection: isRule ? "allow" : "", rule: isRule ? "web-tls" : "",
                actionReason: isRule ? "" : "Default Action"))
    }

    private static func dns(_ age: Double, _ name: String, _ code: String, _ seconds: Double) -> LogRecord {
        .dnsQuery(
            AZFWDnsQuery(
                timeGenerated: time(age), sourceIp: address("10.0.5.7"), sourcePort: 7943, queryId: 8951,
                queryType: "A", queryClass: "IN", queryName: name, transport: .udp, requestSize: 58,
                dnssecOkBit: false, edns0BufferSize: 512, responseCode: code, responseFlags: "qr,rd,ra",
                responseSize: 135, requestDurationSecs: seconds, errorNumber: 0, errorMessage: ""))
    }
}
