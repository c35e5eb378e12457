import MoatLogs
import MoatModel
import Testing

@testable import MoatIngress

struct NginxLogReaderTests {
    private static func access(_ changes: [String: String] = [:]) -> [UInt8] {
        let values = [
            "time": "1795467876.123", "id": "4d6f6174", "client": "203.0.113.50", "port": "40006",
            "host": "Shop.example", "method": "GET", "uri": "/cart?id=1", "http": "HTTP/2.0", "tls": "TLSv1.3",
            "status": "403", "in": "420", "out": "1000", "took": "0.250", "upstream_took": "0.100, 0.050 : 0.020",
            "upstream_status": "502, 504 : 200", "endpoint": "10.0.5.7:80, 10.0.5.8:80 : 10.0.5.9:80",
            "namespace": "team", "ingress": "shop", "service": "cart", "agent": "-",
        ].merging(changes) { $1 }
        let members = NginxAccessLine.format.map { name, _ in #""\#(name)":"\#(values[name] ?? "")""# }
        return Array("<190>Nov 26 12:00:00 access: {\(members.joined(separator: ","))}".utf8)
    }

    private static func audit(_ id: String = "4d6f6174", data: String) -> [UInt8] {
        Array(
            #"""
            {"transaction":{"client_ip":"203.0.113.50","unique_id":"\#(id)","response":{"http_code":403},"messages":[
            {"message":"SQL Injection Attack Detected via libinjection","details":{"match":"detected SQLi using libinjection.","reference":"v9,6","ruleId":"942100","file":"REQUEST-942.conf","lineNumber":"45","data":"\#(data)","severity":"2","ver":"OWASP_CRS/3.3.4","rev":"","tags":["application-multi","paranoia-level/1","OWASP_CRS"],"maturity":"0","accuracy":"0"}},
            {"message":"","details":{"ruleId":"1"}},
            {"message":"Inbound Anomaly Score Exceeded (Total Score: 5)","details":{"match":"Matched \"Operator `Ge' with parameter `5' against variable `TX:ANOMALY_SCORE' (Value: `5' )","ruleId":"949110","data":"","severity":"9","tags":["anomaly-evaluation"]}}]}}
            """#.utf8)
    }

    @Test func aRequestIsRead() throws {
        let records = try NginxLogReader(instance: "a").read(Self.access())
        guard records.count == 1, case .ingressAccess(let record) = records[0] else {
            Issue.record("\(records)")
            return
        }
        #expect(record.timeGenerated.description == "2026-11-23T21:04:36.123000Z")
        #expect(record.host == "shop.example" && record.path == "/cart" && record.userAgent.isEmpty)
        #expect(record.client == IPAddress("203.0.113.50") && record.clientPort == 40006 && record.status == 403)
        #expect(record.bytesReceived == 420 && record.bytesSent == 1000 && record.durationSeconds == 0.25)
        #expect(record.attempts == 3 && record.endpoint == "10.0.5.9:80" && record.upstreamStatus == 200)
        #expect(abs(record.upstreamSeconds - 0.17) < 0.001)
        #expect(record.namespace == "team" && record.ingress == "shop" && record.instance == "a")
    }

    @Test func aRequestThatNobodyTookHasNoEndpoint() throws {
        let records = try NginxLogReader(instance: "a").read(
            Self.access(["endpoint": "-", "upstream_status": "-", "upstream_took": "-", "ingress": "", "tls": ""]))
        guard case .ingressAccess(let record)? = records.first else {
            Issue.record("\(records)")
            return
        }
        #expect(record.attempts == 0 && record.endpoint.isEmpty && record.upstreamStatus == 0)
    }

    @Test(arguments: [true, false]) func findingsAreJoinedWithTheirRequest(isFirst: Bool) throws {
        let reader = NginxLogReader(instance: "a")
        let finding = Self.audit(data: "Matched Data: s&1 found within ARGS:id: 1' or 1=1")
        let records = try (isFirst ? [finding, Self.access()] : [Self.access(), finding]).flatMap(reader.read)
        let findings = records.compactMap { if case .waf(let finding) = $0 { finding } else { nil } }
        #expect(records.count == 3 && findings.map(\.ruleID) == [942_100, 949_110])
        let first = try #require(findings.first)
        #expect(first.matchedPlace == "ARGS:id" && first.matchedValue == "s&1" && first.paranoiaLevel == 1)
        #expect(first.severity == .critical && first.action == .blocked)
        #expect(first.ingress == "shop" && first.path == "/cart" && first.requestID == "4d6f6174")
        #expect(findings[1].matchedPlace == "TX:ANOMALY_SCORE" && findings[1].severity == MoatWaf.Severity.none)
    }

    @Test func whatIsNotStoppedIsDetected() throws {
        let reader = NginxLogReader(instance: "a")
        _ = try reader.read(Self.access(["status": "200"]))
        let records = try reader.read(Self.audit(data: "x"))
        guard case .waf(let finding)? = records.first else {
            Issue.record("\(records)")
            return
        }
        #expect(finding.action == .detected && finding.matchedValue == "x")
    }

    @Test(arguments: ["", "access", "{", "{}", #"{"time":1}"#, "[[[[", #"{"transaction":{}}"#])
    func whatIsNoRecordIsRefused(text: String) {
        #expect(throws: (any Error).self) { try NginxLogReader(instance: "a").read(Array(text.utf8)) }
    }

    @Test func wrongUTF8AndLongTextsAreMended() throws {
        var datagram = Self.access(["uri": "/" + String(repeating: "ä", count: 5000)])
        let index = try #require(datagram.firstIndex(of: UInt8(ascii: "S")))
        datagram[index] = 0xff
        let records = try NginxLogReader(instance: "a").read(datagram)
        guard case .ingressAccess(let record)? = records.first else {
            Issue.record("\(records)")
            return
        }
        #expect(record.path.utf8.count <= 2048 && record.path.utf8.count > 2040)
        #expect(record.host == "\u{fffd}hop.example")
    }

    @Test func findingsWithoutRequestsAreBoundedAndCounted() throws {
        let reader = NginxLogReader(instance: "a")
        for number in 0...NginxLogReader.capacity { _ = try reader.read(Self.audit("\(number)", data: "x")) }
        #expect(reader.lost == UInt64(NginxLogReader.capacity / 2 * 3))
    }
}
