import MoatLogs
import MoatModel
import MoatPolicy
import Testing

@testable import MoatGateway
@testable import MoatKernel

struct FlowRecorderTests {
    private static let second: UInt64 = 1_000_000_000
    private let layout: MarkLayout
    private let names = RuleNames()
    private let now = LogTimestamp(nanoseconds: 1000 * 1_000_000_000)

    init() throws {
        layout = try #require(MarkLayout(mask: 0x0fff_ffff))
        names.replace(with: [
            RuleIdentity(
                key: .init(policy: "aks-egress", group: "team", collection: "web", rule: "tls"), number: 16)
        ])
    }

    private func mark(_ number: UInt32) -> UInt32 {
        layout.mark(.init(ruleNumber: number, side: .private, sourceNAT: .none), into: 0)
    }

    private func record(_ entry: ConntrackEntry) -> MoatFlow? {
        let recorder = FlowRecorder(
            layout: layout, names: names, cutter: 77, startedAt: LogTimestamp(nanoseconds: 500 * 1_000_000_000),
            linger: LingerTimes())
        guard case .flow(let record) = recorder.record(entry, at: now)?.checked else { return nil }
        return record
    }

    @Test func namesTheRuleAndWhatTranslationDid() throws {
        var entry = try ConntrackEntry.flow(
            mark: mark(16), start: 900 * Self.second, bytes: 1500, translatedTo: "10.0.4.4", from: "198.51.100.10")
        entry.replyCounters = .init(packets: 7, bytes: 9000)
        entry.stop = 950 * Self.second
        let record = try #require(self.record(entry))
        #expect(record.policy == "aks-egress" && record.ruleCollectionGroup == "team")
        #expect(record.ruleCollection == "web" && record.rule == "tls")
        #expect(record.translatedIp == IPAddress("10.0.4.4") && record.translatedPort == 8443)
        #expect(record.sourceTranslatedIp == IPAddress("198.51.100.10") && record.sourceTranslatedPort == 1024)
        #expect(record.packetsSent == 1 && record.bytesSent == 1500)
        #expect(record.packetsReceived == 7 && record.bytesReceived == 9000)
        #expect(record.startTime.nanoseconds == 900 * 1_000_000_000)
        #expect(record.endTime.nanoseconds == 950 * 1_000_000_000)
        #expect(record.timeGenerated == now)
    }

    @Test func aFlowWithoutTranslationHasNone() throws {
        let record = try #require(self.record(try ConntrackEntry.flow(mark: mark(16))))
        #expect(record.translatedIp == nil && record.translatedPort == 0)
        #expect(record.sourceTranslatedIp == nil && record.sourceTranslatedPort == 0)
    }

    @Test(
        arguments: [
            (nil, 0, MoatFlow.CloseReason.timeout, 950), (3, 0, .timeout, 950), (6, 0, .closed, 920),
            (7, 0, .closed, 910),
            (8, 0, .reset, 940), (7, 77, .policyChange, 950), (3, 99, .deleted, 950),
        ] as [(UInt8?, UInt32, MoatFlow.CloseReason, Int64)])
    func theReasonAndTheEndAreThoseOfTheFlow(
        state: UInt8?, deleter: UInt32, reason: MoatFlow.CloseReason, end: Int64
    ) throws {
        var entry = try ConntrackEntry.flow(mark: mark(16), start: 800 * Self.second)
        entry.tcpState = state.map { ConntrackEntry.TCPState(rawValue: $0) }
        entry.deleter = deleter
        entry.stop = 950 * Self.second
        // TIME_WAIT is kept 120 s by default.
        if state == 7, deleter == 0 { entry.stop = 1030 * Self.second }
        if state == 6 { entry.stop = 950 * Self.second }
        let record = try #require(self.record(entry))
        #expect(record.closeReason == reason)
        #expect(record.endTime.nanoseconds == end * 1_000_000_000)
    }

    @Test func withoutTimestampsItBeganBeforeTheFirewallStarted() throws {
        let record = try #require(self.record(try ConntrackEntry.flow(mark: mark(16))))
        #expect(record.startTime.nanoseconds == 500 * 1_000_000_000)
        #expect(record.endTime == now)
    }

    @Test func nothingEndsBeforeItBegins() throws {
        var entry = try ConntrackEntry.flow(mark: mark(16), start: 949 * Self.second)
        entry.tcpState = .close
        entry.stop = 950 * Self.second
        let record = try #require(self.record(entry))
        #expect(record.endTime == record.startTime)
    }

    @Test func flowsThatOthersTellOfMakeNoRecord() throws {
        for number in [
            RuleNumbering.managementRule, RuleNumbering.proxiedFlows, RuleNumbering.dnsProxy, RuleNumbering.defaultRule,
        ] {
            #expect(record(try ConntrackEntry.flow(mark: mark(number))) == nil)
        }
        #expect(record(try ConntrackEntry.flow(mark: 0)) == nil)
    }

    @Test func aRuleThatIsGoneIsStillNamedAndAnUnknownOneHasItsNumber() throws {
        names.replace(with: [])
        #expect(record(try ConntrackEntry.flow(mark: mark(16)))?.rule == "tls")
        #expect(record(try ConntrackEntry.flow(mark: mark(17)))?.rule == "#17")
    }
}
