/// What Content-Length and Transfer-Encoding fields say together (RFC 9112, section 6).
struct HTTPLengthFields {
    private var length: UInt64?
    private var isChunked = false
    /// Set once the fields contradict each other or say something that not every reader
    /// understands alike: two lengths, a length beside an encoding, another encoding.
    private(set) var isAmbiguous = false

    /// Looks at a field; true where it was one of the two.
    mutating func take(_ field: HTTPHeadReader.Field) -> Bool {
        if field.isNamed("content-length") {
            // Also where both are equal: it takes one reader that goes by the other.
            if length != nil || isChunked { isAmbiguous = true }
            length = field.value.decimal
            if length == nil { isAmbiguous = true }
            return true
        }
        if field.isNamed("transfer-encoding") {
            if length != nil || isChunked || !field.value.equalsIgnoringCase("chunked") { isAmbiguous = true }
            isChunked = true
            return true
        }
        return false
    }

    /// The body's length where a field names it.
    var named: HTTPBodyLength? {
        isChunked ? .chunked : length.map { .bytes($0) }
    }
}
