/// One request of a connection and the response to it.
final class HTTPExchange {
    let parser: HTTPRequestParser
    var request: HTTPRequestHead
    /// The head as the server gets it; kept until the response begins, for a second try.
    var forwardedHead: [UInt8] = []
    var requestBody = HTTPBodyFramer(.none)
    /// Nil until the final response's head was read.
    var response: HTTPResponseHead?
    var responseBody = HTTPBodyFramer(.none)
    /// Read from the server and not passed on: an incomplete head.
    var responseHead: [UInt8] = []
    /// Name to which the upstream connection goes; its port is the one that the client dialled.
    var upstreamName = ""
    /// Whether the upstream connection has carried an exchange before: then the server may have
    /// closed it just now.
    var isReused = false
    /// Bytes of `received` in which no end of a head was found.
    var scanned = 0
    var hasBegunAnswer = false

    init(parser: HTTPRequestParser) {
        self.parser = parser
        request = HTTPRequestHead(
            method: "", target: "", minorVersion: 1, body: .none, keepsAlive: true, upgrades: false)
    }

    func begin(_ head: HTTPRequestHead, forwarding bytes: [UInt8]) {
        request = head
        forwardedHead = bytes
        requestBody = HTTPBodyFramer(head.body)
        response = nil
        responseHead = []
        hasBegunAnswer = false
        scanned = 0
    }

    /// Whether the request may be sent once more where the server closed the connection before
    /// it answered (RFC 9112, section 9.3.1): it has no body and changes nothing twice.
    var mayBeRepeated: Bool {
        isReused && !hasBegunAnswer && request.body == .none
            && ["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE"].contains(request.method)
    }

    var isComplete: Bool {
        response != nil && responseBody.isComplete && requestBody.isComplete
    }
}
