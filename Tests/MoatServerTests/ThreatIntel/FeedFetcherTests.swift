import Foundation
import MoatModel
import MoatThreatIntel
import Testing

@testable import MoatServer

@Suite struct FeedFetcherTests {
    private static func feed(_ source: ThreatIntelFeed.Source, maximumBytes: Int = 1 << 20) -> ThreatIntelFeed {
        ThreatIntelFeed(name: "f", source: source, format: .list, category: "Test", maximumBytes: maximumBytes)
    }

    private static func refusal(_ source: ThreatIntelFeed.Source, by fetcher: FeedFetcher = FeedFetcher()) async
        -> String
    {
        do {
            let fetched = try await fetcher.fetch(feed(source), known: nil)
            return "not refused: \(fetched)"
        } catch let error as FeedError {
            return error.description
        } catch {
            return "another error: \(error)"
        }
    }

    @Test func readsABodyOnceAndFollowsToWhereItMoved() async throws {
        let server = try FeedServer()
        let fetcher = FeedFetcher()
        let moved = Self.feed(.https(server.url("moved"), certificateAuthority: server.authority))
        guard case .body(let bytes, let validators) = try await fetcher.fetch(moved, known: nil) else {
            Issue.record("no body")
            return
        }
        #expect(String(decoding: bytes, as: UTF8.self) == "192.0.2.77\n")
        #expect(validators.entityTag == "\"1\"")
        guard case .unchanged = try await fetcher.fetch(moved, known: validators) else {
            Issue.record("fetched again, though nothing has changed")
            return
        }
    }

    @Test(arguments: [
        ("loop", "redirects"), ("plain", "not https"), ("encoded", "encoded as 'gzip'"), ("long", "more than"),
        ("endless", "more than"), ("cut", "cannot be fetched"), ("nowhere", "status 404"),
    ])
    func refuses(path: String, why: String) async throws {
        let server = try FeedServer()
        let text = await Self.refusal(.https(server.url(path), certificateAuthority: server.authority))
        #expect(text.contains(why), "\(text)")
    }

    /// Days in all, a byte at a time.
    @Test func doesNotWaitForAServerThatDrips() async throws {
        let server = try FeedServer()
        let text = await Self.refusal(
            .https(server.url("drip"), certificateAuthority: server.authority), by: FeedFetcher(timeLimit: 1))
        #expect(text.contains("not there in full after 1 s"), "\(text)")
    }

    @Test func refusesCertificatesThatProveNothing() async throws {
        let server = try FeedServer()
        let expired = try FeedServer(validSince: Date(timeIntervalSinceNow: -60 * 86_400))
        let sources: [ThreatIntelFeed.Source] = [
            .https(expired.url("list"), certificateAuthority: expired.authority),
            .https(server.url("list"), certificateAuthority: expired.authority),
            .https(server.url("list"), certificateAuthority: nil),
            .https(server.url("list", host: "127.0.0.1"), certificateAuthority: server.authority),
        ]
        for source in sources {
            let text = await Self.refusal(source)
            #expect(text.contains("certificate is not trusted"), "\(source): \(text)")
        }
        let missing = await Self.refusal(.https(server.url("list"), certificateAuthority: "/nowhere/ca.pem"))
        #expect(missing.contains("/nowhere/ca.pem cannot be read"))
    }

    @Test func readsFilesWithinTheirLimit() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("list.txt")
        try Data("192.0.2.77\n".utf8).write(to: URL(fileURLWithPath: path))
        guard case .body(let bytes, _) = try await FeedFetcher().fetch(Self.feed(.file(path)), known: nil) else {
            Issue.record("no body")
            return
        }
        #expect(bytes.count == 11)
        try Data(count: 2 << 20).write(to: URL(fileURLWithPath: path))
        #expect(await Self.refusal(.file(path)).contains("more than 1048576 bytes"))
        #expect(await Self.refusal(.file(path + ".gone")).contains("No such file"))
        #expect(await Self.refusal(.file("/dev/zero")).contains("is not a file"))
    }
}
