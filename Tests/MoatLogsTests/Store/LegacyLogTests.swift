import Foundation
import Logging
import MoatModel
import Testing

@testable import MoatLogs

/// What `AzureDiagnostics` says of each kind of record, in Golden/legacy.txt.
struct LegacyLogTests {
    private struct Case {
        let name: String
        let record: LogRecord
    }

    private let directory: TemporaryDirectory
    private let origin = LogOrigin(firewall: "Edge")

    init() throws { directory = try TemporaryDirectory() }

    private static func moment(_ index: Int) -> LogTimestamp {
        LogTimestamp(nanoseconds: 1_795_467_876_000_000_000 + Int64(index) * 1_000_000_000)
    }

    private static func network(
        _ ipProtocol: IPProtocol, _ source: String, _ destination: String, port: UInt16 = 443,
        _ action: RuleCollection.FilterAction, rule: String = ""
    ) throws -> LogRecord {
        let hasRule = !rule.isEmpty
        return .networkRule(
            AZFWNetworkRule(
                timeGenerated: moment(0), ipProtocol: ipProtocol, sourceIp: try #require(IPAddress(source)),
                sourcePort: ipProtocol.hasPorts ? 51990 : 0, destinationIp: try #require(IPAddress(destination)),
                destinationPort: ipProtocol.hasPorts ? port : 0, action: action, policy: hasRule ? "aks-egress" : "",
                ruleCollectionGroup: hasRule ? "team" : "", ruleCollection: hasRule ? "web" : "", rule: rule,
                actionReason: hasRule ? "" : "Default Action"))
    }

    private static func application(
        _ kind: ApplicationRule.ProtocolType, fqdn: String, url: String = "", rule: String = "",
        _ action: RuleCollection.FilterAction = .deny, reason: String = ""
    ) throws -> LogRecord {
        let hasRule = !rule.isEmpty
        return .applicationRule(
            AZFWApplicationRule(
                timeGenerated: moment(0), applicationProtocol: kind, sourceIp: try #require(IPAddress("10.13.1.4")),
                sourcePort: 55640, destinationPort: kind == .http ? 80 : 443, fqdn: fqdn, targetUrl: url,
                action: action, policy: hasRule ? "aks-egress" : "", ruleCollectionGroup: hasRule ? "apps" : "",
                ruleCollection: hasRule ? "sites" : "", rule: rule, actionReason: reason))
    }

    private static func dns(error: Int, _ message: String) throws -> LogRecord {
        .dnsQuery(
            AZFWDnsQuery(
                timeGenerated: moment(0), sourceIp: try #require(IPAddress("10.12.3.5")), sourcePort: 7943,
                queryId: 8951, queryType: error == 0 ? "AAAA" : "A", queryClass: "IN", queryName: "time.windows.com.",
                transport: .udp, requestSize: 58, dnssecOkBit: false, edns0BufferSize: 512,
                responseCode: error == 0 ? "NOERROR" : "SERVFAIL", responseFlags: "qr,rd,ra", responseSize: 135,
                requestDurationSecs: 0.004987569, errorNumber: error, errorMessage: message))
    }

    private static func cases() throws -> [Case] {
        let byDefault = "No rule matched. Proceeding with default action"
        return [
            Case(
                name: "TCP, allowed by a rule",
                record: try network(.tcp, "10.0.2.4", "13.69.65.17", .allow, rule: "allow-web")),
            Case(
                name: "TCP, denied by a rule",
                record: try network(.tcp, "10.0.2.4", "13.69.65.17", .deny, rule: "deny-it's")),
            Case(name: "TCP, denied by default", record: try network(.tcp, "10.0.2.4", "13.69.65.17", .deny)),
            Case(
                name: "UDP", record: try network(.udp, "10.0.3.4", "51.141.32.51", port: 123, .allow, rule: "time")),
            Case(name: "ICMP", record: try network(.icmp, "10.0.2.4", "10.0.3.4", .deny)),
            Case(name: "TCP over IPv6", record: try network(.tcp, "2001:db8::5", "2001:db8:1::9", .deny)),
            Case(name: "ICMPv6", record: try network(.icmpv6, "2001:db8::5", "2001:db8:1::9", .deny)),
            Case(
                name: "another protocol",
                record: try network(IPProtocol(rawValue: 47), "10.0.2.4", "10.0.3.4", .deny)),
            Case(
                name: "NAT",
                record: .natRule(
                    AZFWNatRule(
                        timeGenerated: moment(0), ipProtocol: .tcp, sourceIp: try #require(IPAddress("193.238.46.72")),
                        sourcePort: 50522, destinationIp: try #require(IPAddress("40.119.154.83")),
                        destinationPort: 3389, translatedIp: try #require(IPAddress("10.0.2.4")), translatedPort: 3389,
                        policy: "aks-egress", ruleCollectionGroup: "edge", ruleCollection: "inbound", rule: "rdp"))),
            Case(
                name: "HTTPS, allowed by a rule",
                record: try application(.https, fqdn: "mydestination.com", rule: "rule1002", .allow)),
            Case(
                name: "HTTPS, denied by a rule",
                record: try application(.https, fqdn: "mydestination.com", rule: "block")),
            Case(
                name: "HTTPS, denied by default",
                record: try application(.https, fqdn: "mydestination.com", reason: byDefault)),
            Case(
                name: "HTTP with a URL, denied by default",
                record: try application(
                    .http, fqdn: "au.download.example.com", url: "au.download.example.com/c/a.cab", reason: byDefault)),
            Case(
                name: "HTTP with a URL, allowed by a rule",
                record: try application(
                    .http, fqdn: "au.download.example.com", url: "au.download.example.com/c/a.cab", rule: "updates",
                    .allow)),
            Case(
                name: "HTTPS without a name",
                record: try application(.https, fqdn: "", reason: "SNI TLS extension was missing")),
            Case(
                name: "HTTP without a host",
                record: try application(.http, fqdn: "", reason: "Host header was missing")),
            Case(
                name: "a name that is refused for another reason",
                record: try application(
                    .https, fqdn: "mydestination.com", reason: "Name resolves to an address that must not be reached")),
            Case(name: "DNS, answered", record: try dns(error: 0, "")),
            Case(
                name: "DNS, not answered, the reason alone",
                record: try dns(error: 2, "read udp 10.0.1.5:49126->168.63.129.160:53: i/o timeout")),
            Case(
                name: "DNS, not answered",
                record: try dns(
                    error: 2, "time.windows.com. A: read udp 10.0.1.5:49126->168.63.129.160:53: i/o timeout")),
        ]
    }

    private func insertThreats(_ connection: DuckDBConnection, at index: Int) throws {
        let time = "make_timestamp(\(Self.moment(index).microseconds)::BIGINT)"
        try connection.execute(
            """
            INSERT INTO stored."AZFWThreatIntel" BY NAME SELECT \(time) AS TimeGenerated, 'HTTP' AS Protocol, \
            '10.0.0.5' AS SourceIp, 54074 AS SourcePort, '203.0.113.9' AS DestinationIp, 80 AS DestinationPort, \
            'somemaliciousdomain.com' AS Fqdn, '' AS TargetUrl, 'Alert' AS "Action", \
            'Bot Networks' AS ThreatDescription, false AS IsTlsInspected, \
            \(LogSchema.text(origin.resourceID)) AS _ResourceId
            """)
        try connection.execute(
            """
            INSERT INTO stored."AZFWThreatIntel" SELECT * REPLACE (TimeGenerated + INTERVAL 1 SECOND AS TimeGenerated, \
            'TCP' AS Protocol, '' AS Fqdn, 'Deny' AS "Action") FROM stored."AZFWThreatIntel"
            """)
    }

    @Test func everyKindOfRecordHasAzuresText() throws {
        let database = try LogDatabase(
            directory: directory.url, origin: origin, memory: 256 << 20,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ).database
        let connection = try DuckDBConnection(database)
        let cases = try Self.cases()
        try LogBatchWriter(database, origin).write(
            cases.enumerated().map { $1.record.at(Self.moment($0)) })
        try insertThreats(connection, at: cases.count)
        let names = cases.map(\.name) + ["threat intelligence of a name", "threat intelligence of an address"]

        let rows = try connection.query(
            "SELECT Category, OperationName, msg_s FROM AzureDiagnostics ORDER BY TimeGenerated"
        ).rows
        #expect(rows.count == names.count)
        var found = ""
        for (name, row) in zip(names, rows) {
            let texts = row.map { if case .string(let text) = $0 { text } else { "\($0)" } }
            found += "\(name)\n    \(texts[0])  \(texts[1])\n    \"\(texts[2])\"\n"
        }
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../Golden/legacy.txt").standardizedFileURL
        if ProcessInfo.processInfo.environment["MOAT_UPDATE_GOLDEN"] == "1" {
            try Data(found.utf8).write(to: file)
        }
        #expect(found == String(decoding: try Data(contentsOf: file), as: UTF8.self))
    }

    @Test func theViewHasTheColumnsThatItSays() throws {
        let database = try LogDatabase(
            directory: directory.url, origin: origin, memory: 256 << 20,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ).database
        try LogBatchWriter(database, origin).write([try LogRecordTests.networkRule()])
        let result = try DuckDBConnection(database).query("SELECT * FROM AzureDiagnostics")
        #expect(result.columns == LegacyLog.columns.map(\.name))
        let values = Dictionary(uniqueKeysWithValues: zip(result.columns, try #require(result.rows.first)))
        #expect(values["Resource"] == .string("EDGE"))
        #expect(values["ResourceType"] == .string("AZUREFIREWALLS"))
        #expect(values["_SubscriptionId"] == .string(origin.subscriptionID))
        #expect(values["_BilledSize"] == .real(0))
        #expect(values["SourceSystem"] == .string("Moat"))
    }
}

extension LogRecord {
    /// The record as if it had been made at another time.
    fileprivate func at(_ time: LogTimestamp) -> LogRecord {
        switch self {
        case .networkRule(var record):
            record.timeGenerated = time
            return .networkRule(record)
        case .natRule(var record):
            record.timeGenerated = time
            return .natRule(record)
        case .applicationRule(var record):
            record.timeGenerated = time
            return .applicationRule(record)
        case .dnsQuery(var record):
            record.timeGenerated = time
            return .dnsQuery(record)
        case .threatIntel(var record):
            record.timeGenerated = time
            return .threatIntel(record)
        case .fqdnResolutionFailure, .flowTrace, .fatFlow, .networkRuleAggregation, .applicationRuleAggregation,
            .natRuleAggregation, .flow, .ingressAccess, .waf:
            return self
        }
    }
}
