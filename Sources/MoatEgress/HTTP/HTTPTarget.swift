/// The target of a request (RFC 9112, section 3.2).
struct HTTPTarget: Hashable {
    /// Path and query, `*`, or empty where an absolute target has none.
    var path: String
    /// Host and port of an absolute target.
    var authority: String?

    /// Nil where it is neither in origin form, in asterisk form, nor an absolute `http` URI
    /// without user information.
    init?(_ target: UnsafeRawBufferPointer) {
        if target[0] == UInt8(ascii: "/") || target.elementsEqual([UInt8(ascii: "*")]) {
            path = target.text
            return
        }
        let scheme = UnsafeRawBufferPointer(rebasing: target.prefix(7))
        guard scheme.equalsIgnoringCase("http://") else { return nil }
        let rest = target.dropFirst(7)
        let authority = rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
        guard !authority.isEmpty, !authority.contains(UInt8(ascii: "@")), !rest.contains(UInt8(ascii: "#")) else {
            return nil
        }
        let path = rest.dropFirst(authority.count)
        self.authority = UnsafeRawBufferPointer(rebasing: authority).text
        self.path =
            path.isEmpty || path.first == UInt8(ascii: "/")
            ? UnsafeRawBufferPointer(rebasing: path).text : "/" + UnsafeRawBufferPointer(rebasing: path).text
    }

    /// Name and port of `name`, `name:port` or `name:`. Anything else is all name, and none that
    /// a rule could match.
    static func split(_ authority: String) -> (host: String, port: UInt16?) {
        guard let colon = authority.utf8.lastIndex(of: UInt8(ascii: ":")) else { return (authority, nil) }
        let digits = authority.utf8[authority.utf8.index(after: colon)...]
        let host = String(authority[..<colon])
        if digits.isEmpty { return (host, nil) }
        guard digits.count <= 5, digits.allSatisfy({ (0x30...0x39).contains($0) }),
            let port = UInt16(Substring(digits)), port > 0
        else { return (authority, nil) }
        return (host, port)
    }
}
