import MoatLogs
import MoatModel
import Testing

@testable import MoatIngress

struct NginxLogReaderTests {
    private let reader = NginxLogReader(instance: "a")

    private static func access(_ changes: [String: String] = [:]) -> [UInt8] {
        let values = [
            "time": "1764158400.125", "request_id": "4d6f6174", "client_ip": "203.0.113.50", "client_port": "40006",
            "host": "Shop.example",
            "method": "GET", "path": "/cart", "http": "HTTP/2.0", "tls": "TLSv1.3", "status": "403",
            "bytes_received": "420", "bytes_sent": "1000", "duration": "0.250",
            "upstream_duration": "0.100, 0.050 : 0.020", "upstream_status": "502, 504 : 200",
            "endpoint": "10.0.5.7:80, 10.0.5.8:80 : 10.0.5.9:80", "namespace": "team", "ingress": "shop",
            "service": "cart", "user_agent": "curl",
        ].merging(changes) { $1 }
        let members = AccessLogField.allCases.map { #""\#($0.name)":"\#(values[$0.name] ?? "")""# }
        return Array("{\(members.joined(separator: ","))}".utf8)
    }

    private func read(_ line: ArraySlice<UInt8>) throws -> MoatIngressAccess? {
        let line = try NginxAccessLine(line)
        guard case .ingressAccess(let record) = try reader.record(line) else { return nil }
        let figures = try line.figures
        #expect(figures.key.namespace == record.namespace && figures.key.ingress == record.ingress)
        #expect(figures.status == record.status && figures.seconds == record.durationSeconds)
        #expect(figures.bytesReceived == record.bytesReceived && figures.bytesSent == record.bytesSent)
        return record
    }

    private func request(_ changes: [String: String] = [:]) throws -> MoatIngressAccess? {
        try read(Self.access(changes)[...])
    }

    private static func audit(mode: String = "block", status: Int = 403, data: String) -> [UInt8] {
        Array(
            #"""
            {"transaction":{"client_ip":"203.0.113.50","unique_id":"\#(mode)-PARANOIA-1:team/shop:4d6f6174:shop.example","request":{"method":"GET","http_version":1.1,"uri":"/cart?id=1"},"response":{"http_code":\#(status)},"messages":[{"message":"SQL Injection Attack Detected via libinjection","details":{"match":"detected SQLi using libinjection.","reference":"v9,6","ruleId":"942100","file":"REQUEST-942.conf","lineNumber":"45","data":"\#(data)","severity":"2","ver":"OWASP_CRS/3.3.4","rev":"","tags":["application-multi","paranoia-level/1","OWASP_CRS"],"maturity":"0","accuracy":"0"}},{"message":"","details":{"ruleId":"1"}},{"message":"Inbound Anomaly Score Exceeded (Total Score: 5)","details":{"match":"Matched \"Operator `Ge' with parameter `5' against variable `TX:ANOMALY_SCORE' (Value: `5' )","ruleId":"949110","data":"","severity":"9","tags":["anomaly-evaluation"]}}]}}
            """#.utf8)
    }

    private func findings(_ line: [UInt8]) throws -> [MoatWaf] {
        try reader.findings(line[...])
    }

    @Test func aRequestIsRead() throws {
        let record = try #require(try request())
        #expect(record.timeGenerated.nanoseconds == 1_764_158_400_125_000_000)
        #expect(record.host == "shop.example" && record.path == "/cart" && record.requestID == "4d6f6174")
        #expect(record.client == IPAddress("203.0.113.50") && record.clientPort == 40006 && record.status == 403)
        #expect(record.bytesReceived == 420 && record.bytesSent == 1000 && record.durationSeconds == 0.25)
        #expect(record.attempts == 3 && record.endpoint == "10.0.5.9:80" && record.upstreamStatus == 200)
        #expect(abs(record.upstreamSeconds - 0.17) < 0.001)
        #expect(record.namespace == "team" && record.ingress == "shop" && record.instance == "a")
    }

    @Test func aRequestThatNobodyTookHasNoEndpoint() throws {
        let record = try #require(
            try request(["endpoint": "-", "upstream_status": "-", "upstream_duration": "-", "ingress": ""]))
        #expect(record.attempts == 0 && record.endpoint.isEmpty && record.upstreamStatus == 0)
    }

    @Test func textsAreReadAsTheyWere() throws {
        let record = try #require(try request(["path": #"/x\\y\"z\n\u0001\/"#, "user_agent": "ü"]))
        #expect(record.path == "/x\\y\"z\n\u{1}/" && record.userAgent == "ü")
    }

    @Test(arguments: [#"/\"#, #"/\x"#, #"/\u00"#, #"/\u00e9"#, #"/\u+001"#, #"/","x":"y"#, "/\"x"])
    func otherEscapesAndMembersAreRefused(path: String) {
        #expect(throws: NginxLogError.self) { try request(["path": path]) }
    }

    /// Wherever a line is cut off, it is none.
    @Test func aPartOfALineIsRefused() {
        let line = Self.access()
        for end in line.indices { #expect(throws: NginxLogError.self) { try read(line[..<end]) } }
        #expect(throws: NginxLogError.self) { try read(line + [UInt8(ascii: "}")]) }
    }

    @Test(arguments: ["", "-", "1764158400", "1764158400.1", ".125", "1e9.125", "99999999999999999.125"])
    func whatIsNoTimeIsRefused(time: String) {
        #expect(throws: NginxLogError.self) { try request(["time": time]) }
    }

    @Test func findingsAreRead() throws {
        let findings = try findings(Self.audit(data: "Matched Data: s&1 found within ARGS:id: 1' or 1=1"))
        #expect(findings.map(\.ruleID) == [942_100, 949_110])
        let first = try #require(findings.first)
        #expect(first.matchedPlace == "ARGS:id" && first.matchedValue == "s&1" && first.paranoiaLevel == 1)
        #expect(first.severity == .critical && first.action == .blocked)
        #expect(first.namespace == "team" && first.ingress == "shop" && first.path == "/cart")
        #expect(first.host == "shop.example" && first.requestID == "4d6f6174")
        #expect(findings.last?.matchedPlace == "TX:ANOMALY_SCORE")
        #expect(findings.last?.severity == MoatWaf.Severity.none)
    }

    @Test(arguments: [("block", 200), ("detect", 403)]) func whatIsNotStoppedIsDetected(mode: String, status: Int)
        throws
    {
        let findings = try findings(Self.audit(mode: mode, status: status, data: "x"))
        #expect(findings.first?.action == .detected && findings.first?.matchedValue == "x")
    }

    @Test(arguments: ["", "access", "{", "{}", #"{"time":1}"#, "[[[[", #"{"transaction":{}}"#])
    func whatIsNoRecordIsRefused(text: String) {
        #expect(throws: (any Error).self) { try read(Array(text.utf8)[...]) }
        #expect(throws: (any Error).self) { try reader.findings(Array(text.utf8)[...]) }
    }

    @Test func wrongUTF8AndLongTextsAreMended() throws {
        var line = Self.access(["path": "/" + String(repeating: "ä", count: 5000)])
        let index = try #require(line.firstIndex(of: UInt8(ascii: "S")))
        line[index] = 0xff
        let record = try #require(try read(line[...]))
        #expect(record.path.utf8.count <= 2048 && record.path.utf8.count > 2040)
        #expect(record.host == "\u{fffd}hop.example")
    }
}
