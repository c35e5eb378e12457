import Testing

@testable import MoatKubernetes

@Suite struct StatusLineReaderTests {
    @Test(arguments: [
        ("HTTP/1.1 200 OK\r\n", StatusLineReader.Result.status(200)), ("HTTP/1.0 503\r\n", .status(503)),
        ("HTTP/1.1 200\n", .status(200)), ("HTTP/1.1 200", .incomplete), ("", .incomplete), ("HT", .incomplete),
        ("HTTP/2.0 200 OK", .unreadable), ("SSH-2.0-x", .unreadable), ("HTTP/1.1 2000 OK", .unreadable),
        ("HTTP/1.1 2x0 OK", .unreadable), ("HTTP/1.7 200 OK", .unreadable),
    ])
    func readsInAnyParts(_ text: String, _ result: StatusLineReader.Result) {
        var whole = StatusLineReader()
        #expect(whole.read(text.utf8) == result)
        var bytes = StatusLineReader()
        var last = StatusLineReader.Result.incomplete
        for byte in text.utf8 where last == .incomplete { last = bytes.read([byte]) }
        #expect(last == result)
    }
}
