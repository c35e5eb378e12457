/// What is said to a request.
enum APIAnswer: Sendable {
    case document(APIDocument)
    /// The objects that change, until the client or the time ends it.
    case watch(WatchRequest)
}

/// An answer that is complete.
struct APIDocument: Sendable {
    var status = 200
    var contentType = "application/json"
    var body: [UInt8]
    /// What the user should know (RFC 7234, section 5.5); kubectl shows them.
    var warnings: [String] = []

    init(status: Int = 200, json: JSONValue, warnings: [String] = []) {
        self.status = status
        self.warnings = warnings
        body = json.bytes
    }

    init(status: Int = 200, json: [UInt8], warnings: [String] = []) {
        self.status = status
        self.warnings = warnings
        body = json
    }

    init(text: String) {
        contentType = "text/plain; charset=utf-8"
        body = Array(text.utf8)
    }

    init(bytes: [UInt8], contentType: String) {
        self.contentType = contentType
        body = bytes
    }

    init(_ status: APIStatus) {
        self.init(status: status.code, json: status.json)
    }
}
