public import MoatPolicy

/// Reads the head of a request and writes the one that the server gets.
///
/// The server gets the request as the client sent it, but for what a proxy must change (RFC
/// 9110, section 7.6): the target in origin form, fields that are meant for the connection only
/// taken out, and X-Forwarded-For set to the client in place of whatever stood there.
public struct HTTPRequestParser: Sendable {
    /// Bytes that a head may have, its empty line included.
    public static let maximumSize = 64 << 10
    private static let maximumMethod = 32

    private let forwardedFor: [UInt8]

    /// - Parameter client: the client's address as text.
    public init(client: String) {
        forwardedFor = Array("X-Forwarded-For: \(client)\r\n".utf8)
    }

    public enum Outcome: Hashable, Sendable {
        /// The head ends after so many bytes.
        case head(HTTPRequestHead, size: Int)
        case needsMore
        case refused(ApplicationRefusal)
    }

    /// Whether bytes can be the beginning of a request: of a method at least.
    static func looksLikeRequest(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let method = bytes.prefix(maximumMethod + 1).prefix { $0 != 0x20 }
        return !method.isEmpty && method.count <= maximumMethod && method.allSatisfy(HTTPHeadReader.isTokenByte)
    }

    /// Reads the head that begins the bytes, of which `scanned` were looked at before. Writes
    /// the head for the server to the end of `output`.
    public func parse(_ bytes: UnsafeRawBufferPointer, scanned: Int = 0, into output: inout [UInt8]) -> Outcome {
        // A client may send an empty line before a request (RFC 9112, section 2.2).
        var blank = 0
        while blank + 1 < bytes.count, blank < 4, bytes[blank] == 0x0d, bytes[blank + 1] == 0x0a { blank += 2 }
        let bytes = UnsafeRawBufferPointer(rebasing: bytes[blank...])
        guard !bytes.isEmpty, !(bytes.count == 1 && bytes[0] == 0x0d) else { return .needsMore }
        guard Self.looksLikeRequest(bytes) else { return .refused(.notHTTP) }
        guard let end = HTTPHeadReader.end(in: bytes, scanned: max(0, scanned - blank)) else {
            return bytes.count >= Self.maximumSize ? .refused(.requestTooLarge) : .needsMore
        }
        guard end <= Self.maximumSize else { return .refused(.requestTooLarge) }
        var draft = Draft(output.count)
        let refusal = read(UnsafeRawBufferPointer(rebasing: bytes[..<end]), &draft, &output)
        if let refusal {
            output.removeSubrange(draft.start...)
            return .refused(refusal)
        }
        return .head(draft.head, size: blank + end)
    }

    /// A head being read.
    private struct Draft {
        /// Where its output begins.
        let start: Int
        var head = HTTPRequestHead(
            method: "", target: "", minorVersion: 1, body: .none, keepsAlive: true, upgrades: false)
        var isAbsolute = false
        var hostFields = 0
        var lengths = HTTPLengthFields()
        var connection = HTTPConnectionField()
        var upgradeIsRefused = false

        init(_ start: Int) {
            self.start = start
        }
    }

    private func read(
        _ bytes: UnsafeRawBufferPointer, _ draft: inout Draft, _ output: inout [UInt8]
    ) -> ApplicationRefusal? {
        var lines = HTTPHeadReader(bytes)
        guard let requestLine = lines.line() else { return .requestMalformed }
        if let refusal = readRequestLine(requestLine, &draft, &output) { return refusal }
        // The Connection field names others that are not to be passed on, wherever it stands.
        guard draft.connection.read(lines) else { return .requestMalformed }
        while true {
            switch lines.next() {
            case .malformed: return .requestMalformed
            case .end: return finish(&draft, &output)
            case .field(let field): take(field, &draft, &output)
            }
        }
    }

    private func readRequestLine(
        _ line: UnsafeRawBufferPointer, _ draft: inout Draft, _ output: inout [UInt8]
    ) -> ApplicationRefusal? {
        let parts = line.split(separator: 0x20, omittingEmptySubsequences: false)
        guard parts.count == 3 else { return .requestMalformed }
        let method = UnsafeRawBufferPointer(rebasing: parts[0])
        let target = UnsafeRawBufferPointer(rebasing: parts[1])
        let version = UnsafeRawBufferPointer(rebasing: parts[2])
        if method.text == "PRI", version.equalsIgnoringCase("http/2.0") { return .http2Cleartext }
        guard version.count == 8, version.text.hasPrefix("HTTP/1.") else { return .requestMalformed }
        switch version[7] {
        case UInt8(ascii: "0"): draft.head.minorVersion = 0
        case UInt8(ascii: "1"): draft.head.minorVersion = 1
        default: return .requestMalformed
        }
        draft.head.method = method.text
        guard draft.head.method != "CONNECT" else { return .connectMethod }
        guard !target.isEmpty, target.allSatisfy({ $0 > 0x20 && $0 != 0x7f }) else { return .requestMalformed }
        guard let local = HTTPTarget(target) else { return .requestMalformed }
        draft.isAbsolute = local.authority != nil
        draft.head.target = local.path.isEmpty ? (draft.head.method == "OPTIONS" ? "*" : "/") : local.path
        if let authority = local.authority { (draft.head.host, draft.head.port) = HTTPTarget.split(authority) }
        output.append(contentsOf: method)
        output.append(0x20)
        output.append(contentsOf: draft.head.target.utf8)
        output.append(0x20)
        output.append(contentsOf: version)
        output.append(contentsOf: [0x0d, 0x0a])
        if let authority = local.authority { output.append(contentsOf: "Host: \(authority)\r\n".utf8) }
        return nil
    }

    private func take(_ field: HTTPHeadReader.Field, _ draft: inout Draft, _ output: inout [UInt8]) {
        if draft.lengths.take(field) {
            output.append(contentsOf: field.line)
            return
        }
        if field.isNamed("host") {
            draft.hostFields += 1
            // An absolute target rules (RFC 9112, section 3.2.2).
            guard !draft.isAbsolute else { return }
            (draft.head.host, draft.head.port) = HTTPTarget.split(field.value.text)
        } else if field.isNamed("upgrade") {
            field.value.forEachListMember { token in
                // What follows such an upgrade could not be judged. Ignoring it is what a
                // server may do as well, so clients go on with HTTP/1.1.
                let name = token.text.lowercased()
                if name == "h2c" || name.hasPrefix("http/") || name.hasPrefix("tls/") { draft.upgradeIsRefused = true }
            }
            // A server ignores it in HTTP/1.0 (RFC 9110, section 7.8).
            guard draft.connection.namesUpgrade, !draft.upgradeIsRefused, draft.head.minorVersion == 1 else { return }
            draft.head.upgrades = true
        } else if field.isNamed("x-forwarded-for") || field.isNamed("connection") || field.isNamed("keep-alive")
            || field.isNamed("proxy-connection") || field.isNamed("http2-settings")
            || draft.connection.names(field.name)
        {
            return
        }
        output.append(contentsOf: field.line)
    }

    private func finish(_ draft: inout Draft, _ output: inout [UInt8]) -> ApplicationRefusal? {
        guard draft.hostFields <= 1 else { return .hostRepeated }
        guard !draft.lengths.isAmbiguous else { return .lengthAmbiguous }
        draft.head.body = draft.lengths.named ?? .none
        // HTTP/1.0 has no chunked coding; a server that ignores it would take the body for the
        // next request.
        if draft.head.minorVersion == 0, draft.head.body == .chunked { return .lengthAmbiguous }
        draft.head.keepsAlive =
            draft.head.minorVersion == 1 ? !draft.connection.namesClose : draft.connection.namesKeepAlive
        output.append(contentsOf: forwardedFor)
        if draft.head.upgrades {
            output.append(contentsOf: "Connection: Upgrade\(draft.head.keepsAlive ? "" : ", close")\r\n".utf8)
        } else if !draft.head.keepsAlive {
            output.append(contentsOf: "Connection: close\r\n".utf8)
        } else if draft.head.minorVersion == 0 {
            output.append(contentsOf: "Connection: keep-alive\r\n".utf8)
        }
        output.append(contentsOf: [0x0d, 0x0a])
        return nil
    }
}
