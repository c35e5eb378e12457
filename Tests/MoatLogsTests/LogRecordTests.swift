import Foundation
import MoatModel
import Testing

@testable import MoatLogs

struct LogRecordTests {
    static func networkRule(
        at nanoseconds: Int64 = 1_795_467_876_123_456_000, rule: String = "allow-web"
    ) throws -> LogRecord {
        .networkRule(
            AZFWNetworkRule(
                timeGenerated: LogTimestamp(nanoseconds: nanoseconds), ipProtocol: .tcp,
                sourceIp: try #require(IPAddress("10.0.5.7")), sourcePort: 40000,
                destinationIp: try #require(IPAddress("203.0.113.9")), destinationPort: 443, action: .allow,
                policy: "aks-egress", ruleCollectionGroup: "team", ruleCollection: "web", rule: rule,
                actionReason: ""))
    }

    static func natRule(at nanoseconds: Int64 = 1_795_467_876_123_456_000) throws -> LogRecord {
        .natRule(
            AZFWNatRule(
                timeGenerated: LogTimestamp(nanoseconds: nanoseconds), ipProtocol: .tcp,
                sourceIp: try #require(IPAddress("2001:db8::50")), sourcePort: 40001,
                destinationIp: try #require(IPAddress("198.51.100.10")), destinationPort: 80,
                translatedIp: try #require(IPAddress("10.0.4.4")), translatedPort: 8080, policy: "aks-egress",
                ruleCollectionGroup: "edge", ruleCollection: "inbound", rule: "web"))
    }

    static func applicationRule() throws -> LogRecord {
        .applicationRule(
            AZFWApplicationRule(
                timeGenerated: LogTimestamp(nanoseconds: 1_795_467_876_123_456_000), applicationProtocol: .https,
                sourceIp: try #require(IPAddress("10.0.5.7")), sourcePort: 40002, destinationPort: 443,
                fqdn: "docker.io", targetUrl: "", action: .deny, policy: "", ruleCollectionGroup: "",
                ruleCollection: "", rule: "", actionReason: "No rule matched. Proceeding with default action"))
    }

    static func dnsQuery() throws -> LogRecord {
        .dnsQuery(
            AZFWDnsQuery(
                timeGenerated: LogTimestamp(nanoseconds: 1_795_467_876_123_456_000),
                sourceIp: try #require(IPAddress("10.0.5.7")), sourcePort: 40003, queryId: 8951, queryType: "AAAA",
                queryClass: "IN", queryName: "docker.io.", transport: .udp, requestSize: 58, dnssecOkBit: true,
                edns0BufferSize: 1232, responseCode: "NOERROR", responseFlags: "qr,rd,ra", responseSize: 135,
                requestDurationSecs: 0.004987569, errorNumber: 0, errorMessage: ""))
    }

    static func resolutionFailure(server: IPAddress?) -> LogRecord {
        .fqdnResolutionFailure(
            AZFWInternalFqdnResolutionFailure(
                timeGenerated: LogTimestamp(nanoseconds: 1_795_467_876_123_456_000), fqdn: "ntp.ubuntu.com",
                serverIp: server, serverPort: 53, policy: "aks-egress", ruleCollectionGroup: "team",
                ruleCollection: "allow", rule: "time", error: "NXDOMAIN"))
    }

    static func flow(translated: String?) throws -> LogRecord {
        .flow(
            MoatFlow(
                timeGenerated: LogTimestamp(nanoseconds: 1_795_467_876_123_456_000),
                startTime: LogTimestamp(nanoseconds: 1_795_467_800_123_456_000),
                endTime: LogTimestamp(nanoseconds: 1_795_467_870_123_456_000), ipProtocol: .tcp,
                sourceIp: try #require(IPAddress("203.0.113.50")), sourcePort: 40004,
                destinationIp: try #require(IPAddress("198.51.100.10")), destinationPort: 80,
                translatedIp: translated.flatMap { IPAddress($0) }, translatedPort: translated == nil ? 0 : 8080,
                sourceTranslatedIp: nil, sourceTranslatedPort: 0, fqdn: "", policy: "aks-egress",
                ruleCollectionGroup: "edge", ruleCollection: "inbound", rule: "web", packetsSent: 5,
                packetsReceived: 4, bytesSent: 5_000_000_000, bytesReceived: .max, closeReason: .closed))
    }

    static func ingressAccess(path: String = "/cart", at time: Int64 = 1_795_467_876_123_456_000) throws -> LogRecord {
        .ingressAccess(
            MoatIngressAccess(
                timeGenerated: LogTimestamp(nanoseconds: time), requestID: "4d6f6174",
                client: try #require(IPAddress("203.0.113.50")), clientPort: 40006, host: "shop.example",
                method: "GET", path: path, httpVersion: "HTTP/2.0", tlsVersion: "TLSv1.3", status: 200,
                bytesReceived: 420, bytesSent: 5_000_000_000, durationSeconds: 0.25, upstreamSeconds: 0,
                upstreamStatus: 200, attempts: 1, namespace: "team", ingress: "shop", service: "cart",
                endpoint: "10.0.5.7:8080", userAgent: "curl/7.88.1", instance: "ingress-0"))
    }

    static func waf() throws -> LogRecord {
        .waf(
            MoatWaf(
                timeGenerated: LogTimestamp(nanoseconds: 1_795_467_876_123_456_000), requestID: "4d6f6174",
                client: try #require(IPAddress("203.0.113.50")), host: "shop.example", method: "GET", path: "/cart",
                namespace: "team", ingress: "shop", ruleID: 942100,
                message: "SQL Injection Attack Detected via libinjection", severity: .critical,
                matchedPlace: "ARGS:id", matchedValue: "1' or \"1\"='1\n", action: .blocked, paranoiaLevel: 1,
                instance: "ingress-0"))
    }

    static func flowTrace() throws -> LogRecord {
        .flowTrace(
            AZFWFlowTrace(
                timeGenerated: LogTimestamp(nanoseconds: 1_795_467_876_123_456_000), ipProtocol: .tcp,
                sourceIp: try #require(IPAddress("10.0.5.7")), sourcePort: 40005,
                destinationIp: try #require(IPAddress("203.0.113.9")), destinationPort: 443, action: .deny,
                actionReason: "Packet is not part of a known flow", flag: .synAck))
    }

    static func fatFlow() throws -> LogRecord {
        .fatFlow(
            AZFWFatFlow(
                timeGenerated: LogTimestamp(nanoseconds: 1_795_467_876_123_456_000), ipProtocol: .udp,
                sourceIp: try #require(IPAddress("10.0.5.7")), sourcePort: 40006,
                destinationIp: try #require(IPAddress("203.0.113.9")), destinationPort: 443, flowRate: 94.25))
    }

    /// One of each kind.
    static func aggregations() throws -> [LogRecord] {
        var aggregator = LogAggregator()
        aggregator.add([try networkRule(), try natRule(), try applicationRule()])
        return aggregator.takeAll()
    }

    /// The columns that Azure Monitor documents for the tables, with their types.
    private func columns(of table: LogTable) throws -> [String: String] {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Fixtures/tables.json")
        let tables = try JSONDecoder().decode([String: [String: String]].self, from: Data(contentsOf: file))
        return try #require(tables[table.rawValue])
    }

    @Test func recordsHaveExactlyTheColumnsOfTheirTable() throws {
        for record in [
            try Self.networkRule(), try Self.natRule(), try Self.applicationRule(), try Self.dnsQuery(),
            Self.resolutionFailure(server: nil), Self.resolutionFailure(server: IPAddress("203.0.113.53")),
            try Self.flow(translated: "10.0.4.4"), try Self.flow(translated: nil), try Self.flowTrace(),
            try Self.fatFlow(), try Self.ingressAccess(), try Self.waf(),
        ] + (try Self.aggregations()) {
            let line = record.line(LogOrigin(firewall: "Edge"))
            let object = try #require(try JSONSerialization.jsonObject(with: line.json) as? [String: Any])
            let columns = try columns(of: record.table)
            #expect(Set(object.keys) == Set(columns.keys))
            for (column, type) in columns {
                switch type {
                case "string": #expect(object[column] is String, "\(column)")
                case "int", "long", "real": #expect(object[column] is NSNumber, "\(column)")
                case "bool":
                    let text = String(decoding: line.json, as: UTF8.self)
                    #expect(text.contains("\"\(column)\":true") || text.contains("\"\(column)\":false"))
                case "datetime":
                    let text = try #require(object[column] as? String)
                    #expect(LogTimestamp(text: Array(text.utf8)) != nil)
                default: Issue.record("the column \(column) has the unexpected type \(type)")
                }
            }
        }
    }

    @Test func whatIsLargerThanALongIsTheLargest() throws {
        let text = String(
            decoding: try Self.flow(translated: nil).line(LogOrigin(firewall: "edge")).json, as: UTF8.self)
        #expect(text.contains(#""BytesSent":5000000000,"BytesReceived":9223372036854775807,"#))
        #expect(text.contains(#""TranslatedIp":"","TranslatedPort":0,"#))
    }

    @Test func aRecordIsOneLineOfJSON() throws {
        let line = try Self.networkRule(rule: "a \"quoted\"\n\\ name\u{1}").line(LogOrigin(firewall: "edge"))
        #expect(!line.json.contains(UInt8(ascii: "\n")))
        let object = try #require(try JSONSerialization.jsonObject(with: line.json) as? [String: Any])
        #expect(object["Rule"] as? String == "a \"quoted\"\n\\ name\u{1}")
    }

    @Test func theTextIsAsExpected() throws {
        let json = String(decoding: try Self.natRule().line(LogOrigin(firewall: "edge")).json, as: UTF8.self)
        #expect(
            json
                == #"{"TimeGenerated":"2026-11-23T21:04:36.123456Z","Protocol":"TCP","SourceIp":"2001:db8::50","SourcePort":40001,"DestinationIp":"198.51.100.10","DestinationPort":80,"TranslatedIp":"10.0.4.4","TranslatedPort":8080,"Policy":"aks-egress","RuleCollectionGroup":"edge","RuleCollection":"inbound","Rule":"web","TenantId":"00000000-0000-0000-0000-000000000000","SourceSystem":"Moat","Type":"AZFWNatRule","_IsBillable":"False","_BilledSize":0,"_ResourceId":"/subscriptions/00000000-0000-0000-0000-000000000000/resourcegroups/moat/providers/microsoft.network/azurefirewalls/edge","_SubscriptionId":"00000000-0000-0000-0000-000000000000"}"#
        )
    }
}
