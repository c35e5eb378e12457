/// The name of a cookie: a token of RFC 6265, section 4.1.1, of letters, digits, `-`, `_` and `.`.
public struct CookieName: Sendable, Hashable, CustomStringConvertible {
    /// 1 to 64 bytes.
    public let description: String

    static let standard = CookieName(known: "INGRESSCOOKIE")

    private init(known: String) {
        description = known
    }

    init(_ text: String) throws(ValueRefusal) {
        guard (1...64).contains(text.utf8.count), text.utf8.allSatisfy(Self.isAllowed) else {
            throw ValueRefusal("1 to 64 letters, digits, '-', '_' and '.'")
        }
        description = text
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}
