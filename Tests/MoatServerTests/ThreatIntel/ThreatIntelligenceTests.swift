import Foundation
import Logging
import MoatModel
import MoatPolicy
import MoatThreatIntel
import Synchronization
import Testing

@testable import MoatServer

@Suite struct ThreatIntelligenceTests {
    /// Brings what the test says next.
    private final class Fetcher: FeedFetching {
        private let answers = Mutex<[Result<String, FeedError>]>([])
        private let count = Mutex(0)

        var fetches: Int { count.withLock { $0 } }

        init(_ answers: Result<String, FeedError>...) {
            self.answers.withLock { $0 = answers }
        }

        func fetch(_ feed: ThreatIntelFeed, known: FeedValidators?) async throws -> FetchedFeed {
            count.withLock { $0 += 1 }
            let next = answers.withLock { $0.isEmpty ? nil : $0.removeFirst() }
            guard let next else { return .unchanged }
            return .body(Array(try next.get().utf8), FeedValidators())
        }
    }

    private let directory: TemporaryDirectory
    private let dataPlane = RecordingDataPlane()
    private let clock = ManualClock()
    private let notes = LogNotes()
    private static let feed = ThreatIntelFeed(
        name: "bots", source: .file("/bots"), format: .list, category: "Bot Networks")

    init() throws { directory = try TemporaryDirectory() }

    private func make(_ fetcher: Fetcher, watch: SourceWatch? = nil) -> ThreatIntelligence {
        let clock = clock
        return ThreatIntelligence(
            directory: directory.file("threat"), dataPlane: dataPlane, watch: watch, fetcher: fetcher, clock: clock,
            now: { clock.date }, logger: notes.logger)
    }

    private func lists(_ address: String) -> Bool {
        guard let address = IPAddress(address), let last = dataPlane.watched.last else { return false }
        return last.info(of: address) != nil
    }

    /// Waits for what a background task does.
    private func eventually(_ condition: () async -> Bool) async -> Bool {
        for _ in 0..<600 {
            if await condition() { return true }
            try? await Task.sleep(for: .milliseconds(50))
        }
        return false
    }

    @Test func aFeedIsFetchedKeptOverARestartAndTakenAway() async throws {
        let threats = make(Fetcher(.success("192.0.2.77\n")))
        await threats.configure(["bots": Self.feed], .init())
        #expect(await eventually { lists("192.0.2.77") })
        await threats.stop()

        // Nothing can be fetched; the list judges at once all the same.
        let again = make(Fetcher(.failure(FeedError("gone"))))
        let before = dataPlane.watched.count
        await again.configure(["bots": Self.feed], .init())
        #expect(dataPlane.watched.count > before)
        #expect(lists("192.0.2.77"))
        #expect(await eventually { await again.rows().first?.error == "gone" })
        #expect(await again.rows().first?.entries == 1)

        await again.configure([:], .init())
        #expect(!lists("192.0.2.77"))
        #expect(await again.rows().map(\.name) == ["moat/scan", "moat/brute-force"])
        let third = make(Fetcher(.failure(FeedError("gone"))))
        await third.configure(["bots": Self.feed], .init())
        #expect(!lists("192.0.2.77"))
        await third.stop()
        await again.stop()
    }

    @Test func aFailureIsLoggedOnceForEachChangeOfState() async throws {
        let fetcher = Fetcher(
            .success("192.0.2.77\n"), .success("<html>\n"), .success("<html>\n"), .failure(FeedError("gone")),
            .success("192.0.2.77\n"))
        let threats = make(fetcher)
        await threats.configure(["bots": Self.feed], .init())
        #expect(await eventually { lists("192.0.2.77") })
        for _ in 0..<4 { _ = try await threats.refresh("bots") }
        #expect(notes.count("threat feed not taken") == 2)
        #expect(notes.count("threat feed in force") == 2)
        #expect(lists("192.0.2.77"))
        await #expect(throws: APIError.self) { try await threats.refresh("nobody") }
        await threats.stop()
    }

    @Test func aListThatShrankWaitsForConfirmation() async throws {
        let four = "192.0.2.77\n192.0.2.78\n192.0.2.79\n192.0.2.80\n"
        let threats = make(Fetcher(.success(four), .success("203.0.113.1\n"), .success("203.0.113.1\n")))
        await threats.configure(["bots": Self.feed], .init())
        #expect(await eventually { lists("192.0.2.77") })
        let rows = try await threats.refresh("bots")
        #expect(rows.first?.heldBack == "shrank from 4 to 1 entries")
        _ = try await threats.refresh("bots")
        #expect(notes.count("threat feed held back") == 1)
        #expect(lists("192.0.2.77") && !lists("203.0.113.1"))
        try await threats.confirm("bots")
        #expect(!lists("192.0.2.77") && lists("203.0.113.1"))
        await #expect(throws: APIError.self) { try await threats.confirm("bots") }
        await threats.stop()
    }

    @Test func aScannerIsListedUntilItsTimeIsOver() async throws {
        let watch = SourceWatch()
        let threats = make(Fetcher(), watch: watch)
        let threshold = FirewallPolicy.Threshold(
            count: 3, window: DurationText(milliseconds: 60_000), duration: DurationText(milliseconds: 60_000))
        await threats.configure([:], .init(portScan: threshold))
        let source = try #require(IPAddress("192.0.2.66"))
        let own = try #require(IPAddress("198.51.100.10"))
        watch.observe(
            (1...4).map {
                ThreatObservation(kind: .refused, source: source, destination: own, destinationPort: UInt16($0))
            })
        #expect(await eventually { lists("192.0.2.66") })
        #expect(await threats.rows().first { $0.name == "moat/scan" }?.entries == 1)
        #expect(notes.count("source listed: Port scan") == 1)
        clock.advance(by: .seconds(59))
        #expect(lists("192.0.2.66"))
        let isGone = await eventually {
            clock.advance(by: .seconds(1))
            return !lists("192.0.2.66")
        }
        #expect(isGone)
        await threats.stop()
    }
}

/// What was logged.
private final class LogNotes: Sendable {
    private let messages = Mutex<[String]>([])

    var logger: Logger {
        Logger(label: "test") { _ in Handler(notes: self) }
    }

    func count(_ start: String) -> Int { messages.withLock { $0.count { $0.hasPrefix(start) } } }

    private struct Handler: LogHandler {
        let notes: LogNotes
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            notes.messages.withLock { $0.append("\(event.message)") }
        }
    }
}
