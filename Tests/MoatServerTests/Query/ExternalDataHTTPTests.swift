import Foundation
import MoatKQL
import MoatLogs
import Testing

@testable import MoatServer

/// `externaldata` by HTTP, from a server that need not mean well.
@Suite struct ExternalDataHTTPTests {
    private static let columns = [
        KQLColumn(name: "Address", type: .string), KQLColumn(name: "Score", type: .long),
    ]
    private static let text = "203.0.113.9,12\n198.51.100.1,7\n"
    private static let rows: [[LogValue]] = [
        [.string("203.0.113.9"), .integer(12)], [.string("198.51.100.1"), .integer(7)],
    ]

    /// Seconds, where time is not what a test is about: while all tests begin, a task may wait for
    /// more than a minute until it runs.
    private static let patience = 600.0

    private func load(
        _ location: String, _ policy: ExternalDataPolicy, within seconds: Double = Self.patience
    ) async throws -> [[LogValue]] {
        let table = KQLExternalTable(
            relation: "external_1", columns: Self.columns, locations: [location], properties: [:])
        return try await ExternalDataLoader(policy: policy).load(
            [table], deadline: ContinuousClock.now.advanced(by: .seconds(seconds))
        ).flatMap(\.rows)
    }

    private func refusal(
        _ location: String, _ policy: ExternalDataPolicy, within seconds: Double = Self.patience
    ) async -> String {
        do {
            return "not refused: \(try await load(location, policy, within: seconds))"
        } catch let error as QueryError {
            #expect(error.status == 400)
            return error.description
        } catch {
            return "no error of a query: \(error)"
        }
    }

    /// Runs `body` beside a server that answers with these texts, one after the other.
    private func serving(
        _ texts: [String], _ body: (LoopbackServer) async throws -> Void
    ) async throws {
        try await serving({ _, write in for text in texts where !write(text) { return } }, body)
    }

    private func serving(
        _ respond: @escaping @Sendable (String, LoopbackServer.Writer) -> Void,
        _ body: (LoopbackServer) async throws -> Void
    ) async throws {
        let server = try LoopbackServer(respond: respond)
        defer { server.stop() }
        try await body(server)
    }

    private static func head(_ status: String, _ fields: String...) -> String {
        (["HTTP/1.1 \(status)"] + fields + ["Connection: close", "", ""]).joined(separator: "\r\n")
    }

    private static func whole(_ text: String) -> String {
        head("200 OK", "Content-Length: \(text.utf8.count)") + text
    }

    private static let chunked = head("200 OK", "Transfer-Encoding: chunked")

    private static func chunk(_ text: String) -> String {
        String(text.utf8.count, radix: 16) + "\r\n\(text)\r\n"
    }

    @Test func readsFromAnAllowedHost() async throws {
        try await serving([Self.whole(Self.text)]) { server in
            let policy = ExternalDataPolicy(hosts: [server.host], time: Self.patience)
            let rows = try await load("http://\(server.host)/feeds/iocs.csv?a=b", policy)
            #expect(rows == Self.rows)
            #expect(server.asked == ["/feeds/iocs.csv?a=b"])
        }
    }

    @Test func readsChunks() async throws {
        try await serving([Self.chunked, Self.chunk("203.0.113.9,12\n198."), Self.chunk("51.100.1,7\n"), "0\r\n\r\n"]) {
            server in
            let rows = try await load(
                "http://\(server.host)/", ExternalDataPolicy(hosts: [server.host], time: Self.patience))
            #expect(rows == Self.rows)
        }
    }

    @Test func asksNoHostThatIsNotAllowed() async throws {
        try await serving([Self.whole(Self.text)]) { server in
            // Each with what the error must name.
            let cases = [
                ("http://\(server.host)/", ExternalDataPolicy(time: Self.patience), server.host),
                // Another port of an allowed host is not allowed.
                ("http://\(server.host)/", ExternalDataPolicy(hosts: ["127.0.0.1"], time: Self.patience), server.host),
                (
                    "http://localhost:\(server.port)/", ExternalDataPolicy(hosts: [server.host], time: Self.patience),
                    "localhost:\(server.port)"
                ),
                // What stands before an @ is a user.
                (
                    "http://example.com@\(server.host)/",
                    ExternalDataPolicy(hosts: ["example.com"], time: Self.patience),
                    server.host
                ),
                ("HTTP://\(server.host)/", ExternalDataPolicy(folders: ["/"], time: Self.patience), server.host),
            ]
            for (location, policy, name) in cases {
                #expect(
                    await refusal(location, policy)
                        == "externaldata may not ask \(name); moat serve --query-data-host \(name) allows it")
            }
            #expect(server.asked.isEmpty)
        }
    }

    @Test func followsNoRedirect() async throws {
        try await serving({ path, write in
            let next = Self.head("302 Found", "Location: /next", "Content-Length: 0")
            _ = write(path == "/" ? next : Self.whole(Self.text))
        }) { server in
            let error = await refusal(
                "http://\(server.host)/", ExternalDataPolicy(hosts: [server.host], time: Self.patience))
            #expect(error == "externaldata: http://\(server.host)/ answers with status 302")
            #expect(server.asked == ["/"])
        }
    }

    @Test func aRedirectLeadsToNoOtherHost() async throws {
        try await serving([Self.whole(Self.text)]) { other in
            let head = Self.head("301 Moved Permanently", "Location: http://\(other.host)/", "Content-Length: 0")
            try await serving([head]) { server in
                let error = await refusal(
                    "http://\(server.host)/", ExternalDataPolicy(hosts: [server.host], time: Self.patience))
                #expect(error.hasSuffix("answers with status 301"), "\(error)")
            }
            #expect(other.asked.isEmpty)
        }
    }

    @Test(arguments: ["204 No Content", "206 Partial Content", "401 Unauthorized", "404 Not Found", "500 Oh"])
    func takesNoAnswerButOK(status: String) async throws {
        try await serving([Self.head(status, "Content-Length: 0")]) { server in
            let error = await refusal(
                "http://\(server.host)/", ExternalDataPolicy(hosts: [server.host], time: Self.patience))
            #expect(error.hasSuffix("answers with status \(status.prefix(3))"), "\(error)")
        }
    }

    @Test func boundsTheBytes() async throws {
        try await serving([Self.whole(Self.text)]) { server in
            let url = "http://\(server.host)/"
            let count = Self.text.utf8.count
            let policy = ExternalDataPolicy(hosts: [server.host], bytes: count, time: Self.patience)
            let rows = try await load(url, policy)
            #expect(rows == Self.rows)
            let less = ExternalDataPolicy(hosts: [server.host], bytes: count - 1, time: Self.patience)
            #expect(await refusal(url, less).contains("has more than"))
        }
    }

    /// A body without an end and without a length is cut off at the limit.
    @Test func boundsTheBytesOfABodyWithoutEnd() async throws {
        try await serving({ _, write in
            guard write(Self.chunked) else { return }
            let part = Self.chunk(String(repeating: "a,1\n", count: 4096))
            while write(part) {}
        }) { server in
            let policy = ExternalDataPolicy(hosts: [server.host], bytes: 2 << 20, time: Self.patience)
            let url = "http://\(server.host)/"
            #expect(await refusal(url, policy) == "externaldata: \(url) has more than 2 MiB")
        }
    }

    /// A byte now and then keeps a connection alive, but not beyond the time. The body has no end, so
    /// that there is an answer at all is the proof.
    @Test(arguments: [(0.4, 60.0), (60.0, 0.4)])
    func boundsTheTimeOfABodyThatDrips(time: Double, deadline: Double) async throws {
        try await serving({ _, write in
            guard write(Self.chunked) else { return }
            while write(Self.chunk("a")) { Thread.sleep(forTimeInterval: 0.02) }
        }) { server in
            let policy = ExternalDataPolicy(hosts: [server.host], time: time)
            let url = "http://\(server.host)/"
            let error = await refusal(url, policy, within: deadline)
            #expect(error.hasPrefix("externaldata: \(url) did not answer in full within 0."), "\(error)")
        }
    }

    @Test func boundsTheTimeOfAHeadThatDoesNotCome() async throws {
        try await serving({ _, write in
            guard write("HTTP/1.1 200 OK\r\nX-Slow: ") else { return }
            while write("a") { Thread.sleep(forTimeInterval: 0.02) }
        }) { server in
            let policy = ExternalDataPolicy(hosts: [server.host], time: 0.4)
            let error = await refusal("http://\(server.host)/", policy)
            #expect(error.contains("did not answer in full within 0.4 s"), "\(error)")
        }
    }

    @Test func aCancelledQueryStopsReading() async throws {
        try await serving({ _, write in
            guard write(Self.chunked) else { return }
            while write(Self.chunk("a")) { Thread.sleep(forTimeInterval: 0.02) }
        }) { server in
            let policy = ExternalDataPolicy(hosts: [server.host], time: Self.patience)
            let url = "http://\(server.host)/"
            let task = Task { try await load(url, policy) }
            while server.asked.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
            task.cancel()
            await #expect(throws: CancellationError.self) { _ = try await task.value }
        }
    }

    /// Of a body that ends too early nothing is taken.
    @Test func takesNoPartOfABody() async throws {
        let short = Self.head("200 OK", "Content-Length: 1000") + Self.text
        for answer in [short, Self.chunked + Self.chunk(Self.text), "", "HTTP/1.1", "nonsense\r\n\r\n"] {
            try await serving([answer]) { server in
                let error = await refusal(
                    "http://\(server.host)/", ExternalDataPolicy(hosts: [server.host], time: Self.patience))
                #expect(error.hasPrefix("externaldata cannot read http://\(server.host)/"), "\(answer): \(error)")
            }
        }
    }

    @Test func saysThatNobodyAnswers() async throws {
        let server = try LoopbackServer { _, _ in }
        server.stop()
        let error = await refusal(
            "http://\(server.host)/", ExternalDataPolicy(hosts: [server.host], time: Self.patience))
        #expect(error.hasPrefix("externaldata cannot read http://\(server.host)/"), "\(error)")
    }

    /// As in Kusto, what is no value of a column's type is null, and what is missing too.
    @Test func readsWhatIsWrongAsFarAsItCan() async throws {
        let wrong = "<html>,x\n,\n\"a\"\"b\n\none,1,2,3\n\"open, 5\n\"end, 7\n"
        try await serving([Self.whole(wrong)]) { server in
            let rows = try await load(
                "http://\(server.host)/", ExternalDataPolicy(hosts: [server.host], time: Self.patience))
            #expect(
                rows == [
                    [.string("<html>"), .null], [.string(""), .null],
                    [.string("a\"b\n\none,1,2,3\nopen"), .integer(5)],
                    // A quote without its end holds the rest.
                    [.string("end, 7\n"), .null],
                ])
        }
    }
}
