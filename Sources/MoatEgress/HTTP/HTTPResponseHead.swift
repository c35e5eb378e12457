/// The head of a response, as far as it matters to relay it.
public struct HTTPResponseHead: Hashable, Sendable {
    public var status: Int
    public var body: HTTPBodyLength
    /// Whether the server keeps the connection for another request.
    public var keepsAlive: Bool

    /// Bytes that a head may have, its empty line included.
    public static let maximumSize = 64 << 10

    /// Whether another, final response to the same request follows (RFC 9110, section 15.2).
    public var isInterim: Bool { (100..<200).contains(status) && status != 101 }

    public enum Outcome: Hashable, Sendable {
        /// The head ends after so many bytes.
        case head(HTTPResponseHead, size: Int)
        case needsMore
        case malformed
    }

    /// Reads the head that begins the bytes, of which `scanned` were looked at before. The
    /// request's method decides whether there is a body.
    public static func parse(_ bytes: UnsafeRawBufferPointer, scanned: Int = 0, method: String) -> Outcome {
        guard let end = HTTPHeadReader.end(in: bytes, scanned: scanned) else {
            return bytes.count >= maximumSize ? .malformed : .needsMore
        }
        guard end <= maximumSize else { return .malformed }
        var lines = HTTPHeadReader(UnsafeRawBufferPointer(rebasing: bytes[..<end]))
        guard let statusLine = lines.line(), let (status, minorVersion) = Self.status(statusLine) else {
            return .malformed
        }
        var connection = HTTPConnectionField()
        guard connection.read(lines) else { return .malformed }
        var lengths = HTTPLengthFields()
        reading: while true {
            switch lines.next() {
            case .malformed: return .malformed
            case .end: break reading
            case .field(let field): _ = lengths.take(field)
            }
        }
        let hasNoBody = method == "HEAD" || status < 200 || status == 204 || status == 304
        guard hasNoBody || !lengths.isAmbiguous else { return .malformed }
        let body = hasNoBody ? .none : lengths.named ?? .untilClose
        let keepsAlive = minorVersion == 1 ? !connection.namesClose : connection.namesKeepAlive
        return .head(
            HTTPResponseHead(status: status, body: body, keepsAlive: keepsAlive && body != .untilClose), size: end)
    }

    /// `HTTP/1.x 200 …`
    private static func status(_ line: UnsafeRawBufferPointer) -> (status: Int, minorVersion: Int)? {
        guard line.count >= 12, UnsafeRawBufferPointer(rebasing: line[..<7]).equalsIgnoringCase("http/1."),
            line[7] == UInt8(ascii: "0") || line[7] == UInt8(ascii: "1"), line[8] == 0x20,
            line.count == 12 || line[12] == 0x20,
            let status = UnsafeRawBufferPointer(rebasing: line[9..<12]).decimal, status >= 100
        else { return nil }
        return (Int(status), Int(line[7] - UInt8(ascii: "0")))
    }
}
