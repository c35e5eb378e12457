import Foundation
import Testing

@testable import MoatLogs

struct IngressRecordsTests {
    private static let now = Date(timeIntervalSince1970: 1_795_467_900)

    private static func batch(_ records: [LogRecord]) -> Data {
        Data(records.map { IngressRecords.line($0) }.joined())
    }

    @Test func whatIsSentIsReadAsItWas() throws {
        let records = [
            try LogRecordTests.ingressAccess(path: "/a \"b\"\n\\ ü"), try LogRecordTests.waf(),
            try LogRecordTests.ingressAccess(),
        ]
        #expect(try IngressRecords.records(Self.batch(records), now: Self.now) == records)
    }

    @Test func nothingIsABatch() throws {
        #expect(try IngressRecords.records(Data(), now: Self.now).isEmpty)
    }

    @Test(arguments: [
        (#""Status":200"#, #""Status":"200""#, "Status is not a whole number from 0 to 65535"),
        (#""Status":200"#, #""Status":65536"#, "Status is not a whole number from 0 to 65535"),
        (#""Status":200"#, #""Status":2.5"#, "Status is not a whole number from 0 to 65535"),
        (#""Status":200,"#, "", "Status is not a whole number from 0 to 65535"),
        (#""Status":200"#, #""Status":null"#, "it is not one JSON object of texts and numbers"),
        (#""Status":200"#, #""Status":[200]"#, "it is not one JSON object of texts and numbers"),
        (#""Status":200"#, #""Status":200,"Extra":1"#, "MoatIngressAccess has no column 'Extra'"),
        (#""Status":200"#, #""Status":200,"TenantId":"x""#, "MoatIngressAccess has no column 'TenantId'"),
        (#""ClientIp":"203.0.113.50""#, #""ClientIp":"203.0.113.500""#, "ClientIp is not an IP address"),
        (#""DurationSecs":0.25"#, #""DurationSecs":-0.25"#, "DurationSecs is not a number of seconds"),
        (#""BytesSent":5000000000"#, #""BytesSent":-1"#, "BytesSent is not a whole number from 0 to \(Int64.max)"),
        (#"123456Z"#, #"123Z"#, "TimeGenerated is not a time such as 2026-11-23T21:04:36.123456Z"),
        (
            #""MoatIngressAccess""#, #""AZFWNetworkRule""#,
            "Type is not one of MoatIngressAccess, MoatWaf"
        ),
        ("{", "[", "it is not one JSON object of texts and numbers"),
    ])
    func whatDoesNotFitIsRefusedWithItsLine(part: String, other: String, message: String) throws {
        let good = String(decoding: Self.batch([try LogRecordTests.ingressAccess()]), as: UTF8.self)
        let bad = good.replacingOccurrences(of: part, with: other)
        #expect(bad != good)
        let error = #expect(throws: LogFieldError.self) {
            try IngressRecords.records(Data((good + bad).utf8), now: Self.now)
        }
        #expect(error?.description == "line 2: " + message)
    }

    @Test func whatAFirewallFoundHasOneOfTheKnownActions() throws {
        let text = String(decoding: Self.batch([try LogRecordTests.waf()]), as: UTF8.self)
        let error = #expect(throws: LogFieldError.self) {
            try IngressRecords.records(
                Data(text.replacingOccurrences(of: "Blocked", with: "blocked").utf8), now: Self.now)
        }
        #expect(error?.description == "line 1: Action is not one of 'Detected', 'Blocked'")
    }

    @Test func whatIsTooLongTooManyOrToComeIsRefused() throws {
        func refusal(_ records: [LogRecord]) -> String? {
            do {
                _ = try IngressRecords.records(Self.batch(records), now: Self.now)
                return nil
            } catch {
                return error.description
            }
        }
        let long = try LogRecordTests.ingressAccess(path: String(repeating: "a", count: 2049))
        #expect(refusal([long]) == "line 1: Path has 2049 bytes, and may have 2048")
        let one = try LogRecordTests.ingressAccess()
        #expect(refusal(Array(repeating: one, count: IngressRecords.maximumCount)) == nil)
        #expect(
            refusal(Array(repeating: one, count: IngressRecords.maximumCount + 1))
                == "the batch has more than 4096 lines; send it in parts")
        let ahead = try LogRecordTests.ingressAccess(at: 1_795_468_201_000_000_000)
        #expect(refusal([ahead])?.hasPrefix("line 1: TimeGenerated is 2026-") == true)
    }
}
