import Testing

@testable import MoatEgress

@Suite("HTTP response heads") struct HTTPResponseHeadTests {
    private func parse(_ text: String, method: String = "GET") -> HTTPResponseHead.Outcome {
        Array(text.utf8).withUnsafeBytes { HTTPResponseHead.parse($0, method: method) }
    }

    private func head(_ text: String, method: String = "GET") -> HTTPResponseHead? {
        if case .head(let head, _) = parse(text, method: method) { head } else { nil }
    }

    @Test func bodies() {
        #expect(head("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n")?.body == .bytes(5))
        #expect(head("HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\n\r\n")?.body == .chunked)
        #expect(head("HTTP/1.1 200 OK\r\n\r\n")?.body == .untilClose)
        #expect(head("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", method: "HEAD")?.body == HTTPBodyLength.none)
        #expect(head("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n")?.body == HTTPBodyLength.none)
        #expect(head("HTTP/1.1 204 No Content\r\n\r\n")?.body == HTTPBodyLength.none)
    }

    @Test func keepAlive() {
        #expect(head("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")?.keepsAlive == true)
        #expect(head("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")?.keepsAlive == false)
        #expect(head("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n")?.keepsAlive == false)
        #expect(head("HTTP/1.0 200 OK\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n")?.keepsAlive == true)
        #expect(head("HTTP/1.1 200 OK\r\n\r\n")?.keepsAlive == false)
    }

    @Test func interim() {
        #expect(head("HTTP/1.1 100 Continue\r\n\r\n")?.isInterim == true)
        #expect(head("HTTP/1.1 101 Switching Protocols\r\n\r\n")?.isInterim == false)
    }

    @Test(arguments: [
        "HTTP/2 200\r\n\r\n", "HTTP/1.1 20\r\n\r\n", "HTTP/1.1 2000\r\n\r\n", "HTTP/1.1  200 OK\r\n\r\n",
        "ICY 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        "HTTP/1.1 099 x\r\n\r\n",
    ])
    func malformed(text: String) {
        #expect(parse(text) == .malformed)
    }

    @Test func incomplete() {
        #expect(parse("HTTP/1.1 200 OK\r\n") == .needsMore)
        #expect(parse("HTTP/1.1 200 OK\r\nX: " + String(repeating: "a", count: 70_000)) == .malformed)
    }
}
