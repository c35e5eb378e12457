/// A request as it came, read as far as all requests are alike.
struct APIRequest: Sendable {
    var method: String
    /// Of the path, decoded.
    var segments: [String]
    var query: [String: String]
    /// By name in lower case.
    var headers: [String: String]
    var body: [UInt8]

    /// Nil where the target is no path, or is not UTF-8.
    init?(method: String, target: String, headers: [String: String] = [:], body: [UInt8] = []) {
        self.method = method
        self.headers = headers
        self.body = body
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard let path = parts.first, path.hasPrefix("/") else { return nil }
        segments = []
        for segment in path.split(separator: "/") {
            guard let text = Self.decoded(segment, plus: "+") else { return nil }
            segments.append(text)
        }
        query = [:]
        guard parts.count == 2 else { return }
        for pair in parts[1].split(separator: "&") {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decoded(sides[0], plus: " "),
                let value = sides.count == 2 ? Self.decoded(sides[1], plus: " ") : ""
            else { return nil }
            query[name] = value
        }
    }

    /// Whether a parameter says yes, as Go's `strconv.ParseBool` reads it.
    func flag(_ name: String) -> Bool {
        ["1", "t", "T", "true", "TRUE", "True"].contains(query[name] ?? "")
    }

    /// The media type of the body, without its parameters.
    var contentType: String {
        String((headers["content-type"] ?? "").prefix { $0 != ";" && $0 != " " }).lowercased()
    }

    /// The first of `Accept` that can be given.
    var accept: String { headers["accept"] ?? "" }

    /// `dryRun=All`
    var isDryRun: Bool { query["dryRun"] == "All" }

    /// Who a change is ascribed to in `managedFields`: as the request says, or else the first
    /// part of the client's name.
    var fieldManager: String {
        if let manager = query["fieldManager"], !manager.isEmpty { return manager }
        let agent = (headers["user-agent"] ?? "").prefix { $0 != "/" && $0 != " " }
        return agent.isEmpty ? "unknown" : String(agent.prefix(128))
    }

    /// Percent-encoding (RFC 3986, section 2.1); `plus` is what a plus sign stands for.
    private static func decoded(_ text: Substring, plus: Character) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "%"):
                guard rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
                else { return nil }
                rest = rest.dropFirst(2)
                bytes.append(value)
            case UInt8(ascii: "+"): bytes += String(plus).utf8
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
