/// The path of a route: what a request's path is compared with after it was decoded and normalised.
public struct RoutePath: Sendable, Hashable, CustomStringConvertible {
    static let maximumLength = 1024

    /// Begins with `/`; letters, digits and `-._~!&()*+,=:@/` only, without empty, `.` and `..` elements.
    public let description: String

    static let root = RoutePath(known: "/")

    private init(known: String) {
        description = known
    }

    init(_ text: String) throws(ValueRefusal) {
        guard text.utf8.count <= Self.maximumLength else {
            throw ValueRefusal("at most \(Self.maximumLength) bytes long")
        }
        guard text.utf8.first == UInt8(ascii: "/") else { throw ValueRefusal("a path that begins with '/'") }
        guard text.utf8.allSatisfy(Self.isAllowed) else {
            throw ValueRefusal(
                "a literal, decoded path of letters, digits and -._~!&()*+,=:@/ (no patterns, no percent encoding)")
        }
        let elements = text.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        guard !elements.dropLast().contains(""), !elements.contains("."), !elements.contains("..") else {
            throw ValueRefusal("a path without empty, '.' and '..' elements, which no normalised path has")
        }
        description = text
    }

    /// Without the slash at its end; empty for the root.
    var trimmed: String {
        description.hasSuffix("/") ? String(description.dropLast()) : description
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: allowedSigns.contains(byte)
        }
    }

    private static let allowedSigns = Set("-._~!&()*+,=:@/".utf8)
}
