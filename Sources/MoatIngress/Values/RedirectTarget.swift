/// Where requests are redirected to: an absolute URL by HTTP or HTTPS, or a path of the same host.
public struct RedirectTarget: Sendable, Hashable, CustomStringConvertible {
    static let maximumLength = 2048

    public let description: String

    init(_ text: String) throws(ValueRefusal) {
        let refusal = ValueRefusal(
            "an absolute http or https URL or a path, of at most \(Self.maximumLength) bytes, without spaces, quotes, "
                + "'$', ';', '#', braces and backslashes")
        guard text.utf8.count <= Self.maximumLength, text.utf8.allSatisfy(Self.isAllowed) else { throw refusal }
        let rest =
            if text.hasPrefix("https://") { text.dropFirst(8) } else if text.hasPrefix("http://") {
                text.dropFirst(7)
            } else { ""[...] }
        // A path with two slashes at its start names another host.
        guard rest.first.map({ $0 != "/" && $0 != "?" }) ?? (text.hasPrefix("/") && !text.hasPrefix("//")) else {
            throw refusal
        }
        description = text
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        (0x21...0x7E).contains(byte) && !refusedSigns.contains(byte)
    }

    private static let refusedSigns = Set("\"'`\\;{}$#<>|^".utf8)
}
