import Foundation
import MoatPolicy
import Testing

@testable import MoatEgress

@Suite("HTTP request heads") struct HTTPRequestParserTests {
    private let parser = HTTPRequestParser(client: "10.0.5.7")

    private func parse(_ text: String) -> (outcome: HTTPRequestParser.Outcome, forwarded: String) {
        var output: [UInt8] = []
        let outcome = Array(text.utf8).withUnsafeBytes { parser.parse($0, into: &output) }
        return (outcome, String(decoding: output, as: UTF8.self))
    }

    private func head(_ text: String) -> HTTPRequestHead? {
        if case .head(let head, _) = parse(text).outcome { head } else { nil }
    }

    private func refusal(_ text: String) -> ApplicationRefusal? {
        if case .refused(let refusal) = parse(text).outcome { refusal } else { nil }
    }

    @Test func theServerGetsWhatTheClientSent() {
        let (outcome, forwarded) = parse(
            "GET /a?b=c HTTP/1.1\r\nHost: Docker.IO\r\nAccept: */*\r\nX-Custom:  spaced \r\n\r\nrest")
        #expect(
            forwarded
                == "GET /a?b=c HTTP/1.1\r\nHost: Docker.IO\r\nAccept: */*\r\nX-Custom:  spaced \r\nX-Forwarded-For: 10.0.5.7\r\n\r\n"
        )
        guard case .head(let head, let size) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(size == 73 && head.method == "GET" && head.target == "/a?b=c" && head.host == "Docker.IO")
        #expect(head.port == nil && head.body == .none && head.keepsAlive && !head.upgrades)
        #expect(head.url == "Docker.IO/a?b=c")
    }

    /// Semantics: X-Forwarded-For is always set to the original source.
    @Test func aForgedXForwardedForIsReplaced() {
        let forwarded = parse(
            "GET / HTTP/1.1\r\nX-Forwarded-For: 1.2.3.4\r\nHost: a\r\nx-forwarded-for: 5.6.7.8\r\n\r\n"
        ).forwarded
        #expect(forwarded == "GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 10.0.5.7\r\n\r\n")
    }

    @Test func fieldsForTheConnectionAreTakenOut() {
        let forwarded = parse(
            "GET / HTTP/1.1\r\nHost: a\r\nX-Hop: 1\r\nConnection: keep-alive, x-hop\r\nKeep-Alive: 5\r\nProxy-Connection: x\r\n\r\n"
        ).forwarded
        #expect(forwarded == "GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 10.0.5.7\r\n\r\n")
        #expect(refusal("GET / HTTP/1.1\r\nHost: a\r\nConnection: Host\r\n\r\n") == .requestMalformed)
        #expect(
            refusal("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nConnection: content-length\r\n\r\n")
                == .requestMalformed)
    }

    /// Lessons, 'Names': absolute-form target. It rules over the Host field.
    @Test func absoluteForm() {
        let (_, forwarded) = parse("GET http://a.example:8080?x HTTP/1.1\r\nHost: b.example\r\n\r\n")
        #expect(forwarded == "GET /?x HTTP/1.1\r\nHost: a.example:8080\r\nX-Forwarded-For: 10.0.5.7\r\n\r\n")
        let request = head("GET HTTP://a.example:8080/p HTTP/1.1\r\nHost: b.example\r\n\r\n")
        #expect(request?.host == "a.example" && request?.port == 8080 && request?.target == "/p")
        #expect(head("OPTIONS http://a.example HTTP/1.1\r\nHost: a.example\r\n\r\n")?.target == "*")
        for target in [
            "https://a.example/", "http://user@a.example/", "http:///", "ftp://a", "a.example", "http://a/#b",
        ] {
            #expect(refusal("GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n") == .requestMalformed, "\(target)")
        }
    }

    /// Lessons, 'Names': two Host headers, port in Host.
    @Test func hostFields() {
        #expect(refusal("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n") == .hostRepeated)
        #expect(refusal("GET http://a/ HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n") == .hostRepeated)
        #expect(head("GET / HTTP/1.1\r\n\r\n")?.host == nil)
        for (value, host, port) in [
            ("a.example:8080", "a.example", 8080), ("a.example:", "a.example", nil), ("a.example", "a.example", nil),
            ("a.example:99999", "a.example:99999", nil), ("a.example:0", "a.example:0", nil), ("[::1]:80", "[::1]", 80),
            ("a:b:c", "a:b:c", nil), ("", "", nil),
        ] as [(String, String, UInt16?)] {
            let request = head("GET / HTTP/1.1\r\nHost: \(value)\r\n\r\n")
            #expect(request?.host == host && request?.port == port, "\(value)")
        }
    }

    /// Lessons, 'Names': smuggling.
    @Test(arguments: [
        "Content-Length: 3\r\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nContent-Length: 3",
        "Content-Length: 3\r\nContent-Length: 3", "Content-Length: 3\r\nContent-Length: 4", "Content-Length: +3",
        "Content-Length: 3, 3", "Content-Length: -1", "Content-Length: 0x3", "Content-Length:",
        "Transfer-Encoding: chunked, chunked", "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: identity",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", "Content-Length: 9999999999999999999",
    ])
    func lengthsThatTwoReadersCouldReadDifferently(fields: String) {
        #expect(refusal("POST / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n\r\n") == .lengthAmbiguous)
    }

    @Test func bodies() {
        #expect(head("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 42\r\n\r\n")?.body == .bytes(42))
        #expect(head("POST / HTTP/1.1\r\nHost: a\r\ntransfer-encoding: Chunked\r\n\r\n")?.body == .chunked)
        #expect(refusal("POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n") == .lengthAmbiguous)
    }

    @Test(arguments: [
        "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n", "GET / HTTP/1.2\r\nHost: a\r\n\r\n",
        "GET / HTTP/2.0\r\nHost: a\r\n\r\n", "GET /\r\nHost: a\r\n\r\n", "GET / http/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\nHost: a\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\nX: y\r\n\r\n",
        "GET / HTTP/1.1\r\nHost : a\r\n\r\n", "GET / HTTP/1.1\r\n Host: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nX: a\u{0}b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n: empty\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\rb\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nX[y]: z\r\n\r\n",
    ])
    func malformed(text: String) {
        #expect(refusal(text) == .requestMalformed)
    }

    @Test func connectAndHTTP2() {
        #expect(refusal("CONNECT a.example:443 HTTP/1.1\r\nHost: a.example:443\r\n\r\n") == .connectMethod)
        #expect(refusal("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") == .http2Cleartext)
        // What is no HTTP at all is known before a line is complete.
        #expect(refusal("\u{16}\u{3}\u{1}") == .notHTTP)
        #expect(refusal("SSH-2.0-OpenSSH_9.2 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/\r\n\r\n") == .requestMalformed)
        #expect(refusal(String(repeating: "A", count: 33)) == .notHTTP)
    }

    @Test func upgrades() {
        let webSocket = "GET /ws HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
        #expect(head(webSocket)?.upgrades == true)
        #expect(parse(webSocket).forwarded.contains("Upgrade: websocket\r\n"))
        #expect(parse(webSocket).forwarded.contains("Connection: Upgrade\r\n"))
        // Cleartext HTTP/2 by upgrade is not offered to the server; clients go on with HTTP/1.1.
        let http2 =
            "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMA\r\n\r\n"
        #expect(head(http2)?.upgrades == false)
        #expect(parse(http2).forwarded == "GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 10.0.5.7\r\n\r\n")
        #expect(head("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n\r\n")?.upgrades == false)
        #expect(
            parse("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: upgrade, close\r\n\r\n").forwarded
                .contains("Connection: Upgrade, close\r\n"))
    }

    @Test func keepAlive() {
        #expect(head("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")?.keepsAlive == false)
        #expect(head("GET / HTTP/1.0\r\nHost: a\r\n\r\n")?.keepsAlive == false)
        #expect(head("GET / HTTP/1.0\r\nHost: a\r\nConnection: Keep-Alive\r\n\r\n")?.keepsAlive == true)
        #expect(
            parse("GET / HTTP/1.0\r\nHost: a\r\nConnection: Keep-Alive\r\n\r\n").forwarded.contains(
                "Connection: keep-alive\r\n"))
    }

    @Test func incompleteAndTooLarge() {
        for text in ["", "\r", "\r\n", "G", "GET / HTTP/1.1\r\nHost: a\r\n", "GET / HTTP/1.1\r\nHost: a\r\n\r"] {
            #expect(parse(text).outcome == .needsMore, "\(text)")
        }
        let long = "GET / HTTP/1.1\r\nHost: a\r\nX: " + String(repeating: "a", count: 70_000)
        #expect(refusal(long) == .requestTooLarge)
        #expect(refusal(long + "\r\n\r\n") == .requestTooLarge)
        #expect(head("\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n") != nil)
    }

    /// The result does not depend on where reads end.
    @Test func splitAtEveryPosition() {
        let text = Array("POST /a HTTP/1.1\r\nHost: a.example\r\nContent-Length: 3\r\n\r\nabc".utf8)
        var expected: [UInt8] = []
        let whole = text.withUnsafeBytes { parser.parse($0, into: &expected) }
        for split in 1..<text.count {
            var output: [UInt8] = []
            let first = text[..<split].withUnsafeBytes { parser.parse($0, into: &output) }
            guard first == .needsMore else {
                #expect(first == whole && output == expected)
                continue
            }
            #expect(text.withUnsafeBytes { parser.parse($0, scanned: split, into: &output) } == whole)
            #expect(output == expected)
        }
    }

    /// Inputs of the fuzzer: the server must see the very request that was judged.
    @Test func replaysTheCorpus() throws {
        let folder = try #require(Bundle.module.resourceURL).appendingPathComponent("Corpus/HTTPHead")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        try #require(files.count >= 20)
        for file in files {
            let data = try Data(contentsOf: file)
            guard let kind = data.first, kind & 3 < 2 else { continue }
            let text = String(decoding: data.dropFirst(), as: UTF8.self)
            let (outcome, forwarded) = parse(text)
            guard case .head(let head, _) = outcome else {
                #expect(forwarded.isEmpty)
                continue
            }
            let again = parse(forwarded)
            guard case .head(let seen, let size) = again.outcome else {
                Issue.record("\(file.lastPathComponent): \(forwarded)")
                continue
            }
            #expect(size == forwarded.utf8.count && again.forwarded == forwarded)
            #expect(seen.host == head.host && seen.port == head.port && seen.target == head.target)
            #expect(seen.body == head.body && seen.keepsAlive == head.keepsAlive && seen.upgrades == head.upgrades)
        }
    }
}
