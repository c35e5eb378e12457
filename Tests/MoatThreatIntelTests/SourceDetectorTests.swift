import MoatModel
import MoatPolicy
import Testing

@testable import MoatThreatIntel

@Suite("Finding scanners and password guessing")
struct SourceDetectorTests {
    private static let server = IPAddress.v4(IPv4Address(rawValue: 0xCB00_7105))
    private static let thresholds = FirewallPolicy.ThreatDetection(
        portScan: .init(
            count: 20, window: DurationText(milliseconds: 60_000), duration: DurationText(milliseconds: 3_600_000)),
        bruteForce: .init(
            count: 10, window: DurationText(milliseconds: 60_000), duration: DurationText(milliseconds: 600_000)))

    private static func source(_ number: Int) -> IPAddress { .v4(IPv4Address(rawValue: UInt32(number))) }

    private static func refused(_ source: Int, port: Int) -> ThreatObservation {
        ThreatObservation(
            kind: .refused, source: Self.source(source), destination: server, destinationPort: UInt16(port))
    }

    private static func opened(_ source: Int, port: Int) -> ThreatObservation {
        ThreatObservation(
            kind: .opened, source: Self.source(source), destination: server, destinationPort: UInt16(port))
    }

    @Test("The port after the threshold's makes a scanner, and the same port again does not")
    func scan() {
        var detector = SourceDetector()
        let first = (1...20).map { Self.refused(7, port: $0) }
        #expect(detector.observe(first + first + first, thresholds: Self.thresholds, now: 0).isEmpty)
        let found = detector.observe([Self.refused(7, port: 21)], thresholds: Self.thresholds, now: 1000)
        #expect(found.map(\.kind) == [.scan])
        #expect(found.map(\.source) == [Self.source(7)])
        #expect(found.first?.duration.milliseconds == 3_600_000)
    }

    @Test("What is spread over more than the window is no scan")
    func slowScan() {
        var detector = SourceDetector()
        for port in 1...200 {
            let found = detector.observe(
                [Self.refused(7, port: port)], thresholds: Self.thresholds, now: Int64(port) * 3100)
            #expect(found.isEmpty)
        }
    }

    @Test("New connections to one port count one by one, and those to another port apart")
    func bruteForce() {
        var detector = SourceDetector()
        let tries = Array(repeating: Self.opened(9, port: 22), count: 10)
        let others = Array(repeating: Self.opened(9, port: 443), count: 10)
        #expect(detector.observe(tries + others, thresholds: Self.thresholds, now: 0).isEmpty)
        let found = detector.observe([Self.opened(9, port: 22)], thresholds: Self.thresholds, now: 5)
        #expect(found.map(\.kind) == [.bruteForce])
    }

    @Test("Without a threshold nothing is counted")
    func off() {
        var detector = SourceDetector()
        let many = (1...1000).map { Self.refused(7, port: $0) }
        #expect(detector.observe(many, thresholds: FirewallPolicy.ThreatDetection(), now: 0).isEmpty)
    }

    @Test("A scanner is found among a million sources that come once each")
    func flood() {
        var detector = SourceDetector()
        var found: [SourceDetector.Finding] = []
        for number in 0..<1_000_000 {
            var batch = [Self.refused(0x0A00_0000 + number, port: number % 65_535)]
            // One in 20,000 is the scanner's.
            if number % 20_000 == 0 { batch.append(Self.refused(7, port: number / 20_000)) }
            found += detector.observe(batch, thresholds: Self.thresholds, now: Int64(number / 20))
        }
        #expect(Set(found.map(\.source)) == [Self.source(7)])
        #expect(detector.evictions > 900_000)
    }

    @Test("Entries end each at its own time, and are bounded")
    func observedSources() {
        var sources = ObservedSources()
        sources.add(.init(kind: .scan, source: Self.source(1), duration: DurationText(milliseconds: 10_000)), now: 100)
        sources.add(.init(kind: .scan, source: Self.source(2), duration: DurationText(milliseconds: 20_000)), now: 100)
        #expect(sources.nextEnd == 110)
        let hasEndedEarly = sources.expire(now: 109)
        let hasEnded = sources.expire(now: 110)
        #expect(!hasEndedEarly && hasEnded)
        #expect(sources.count(of: .scan) == 1)
        #expect(sources.end(of: Self.source(2), .scan) == 120)
        for number in 0..<ObservedSources.capacity * 2 {
            sources.add(
                .init(kind: .bruteForce, source: Self.source(number), duration: DurationText(milliseconds: 60_000)),
                now: 200)
        }
        #expect(sources.count(of: .bruteForce) <= ObservedSources.capacity)
        #expect(sources.displaced > 0)
        #expect(sources.lists.map(\.feed) == ["moat/scan", "moat/brute-force"])
    }
}
