import Testing

@testable import MoatEgress

@Suite("HTTP bodies") struct HTTPBodyFramerTests {
    /// How much of the text is body and whether it is complete; nil where it is malformed.
    /// Fed whole and byte by byte, which must agree.
    private func frame(_ length: HTTPBodyLength, _ text: String) -> (count: Int, isComplete: Bool)? {
        let bytes = Array(text.utf8)
        var whole = HTTPBodyFramer(length)
        let count = bytes.withUnsafeBytes { whole.consume($0) }
        var single = HTTPBodyFramer(length)
        var total: Int? = 0
        for byte in bytes {
            guard let sum = total, let taken = withUnsafeBytes(of: byte, { single.consume($0) }) else {
                total = nil
                break
            }
            total = sum + taken
        }
        #expect(total == count)
        #expect(count == nil || whole == single)
        return count.map { ($0, whole.isComplete) }
    }

    @Test func lengths() {
        #expect(frame(.none, "GET") ?? (-1, false) == (0, true))
        #expect(frame(.bytes(5), "abc") ?? (-1, true) == (3, false))
        #expect(frame(.bytes(5), "abcdeGET") ?? (-1, false) == (5, true))
        #expect(frame(.untilClose, "abc") ?? (-1, true) == (3, false))
    }

    @Test func chunks() {
        let body = "5\r\nabcde\r\nA;name=value\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n"
        #expect(frame(.chunked, body) ?? (-1, false) == (body.utf8.count, true))
        #expect(frame(.chunked, body + "GET / HTTP/1.1") ?? (-1, false) == (body.utf8.count, true))
        #expect(frame(.chunked, "0\r\n\r\n") ?? (-1, false) == (5, true))
        #expect(frame(.chunked, "00\r\n\r\nx") ?? (-1, false) == (6, true))
    }

    @Test(arguments: [
        "5\nabcde\r\n", "\r\n", "g\r\n", "-1\r\n", "0x5\r\nabcde\r\n", "5\r\nabcdef\r\n", "5\r\nabcde\n", "5;a\nb\r\n",
        "1000000000000000\r\n", " 5\r\n", "5\r\rabcde", "0\r\n\n", "0\r\nA: b\n\r\n",
    ])
    func whatIsNoChunkedBody(text: String) {
        #expect(frame(.chunked, text) == nil)
    }

    @Test func extensionsAndTrailersAreBounded() {
        #expect(frame(.chunked, "1;" + String(repeating: "a", count: 5000)) == nil)
        #expect(frame(.chunked, "0\r\n" + String(repeating: "A: b\r\n", count: 5000)) == nil)
    }
}
