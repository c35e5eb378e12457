/// A host of an Ingress: a DNS name in lower case, or `*.` and one, which stands for all names with
/// one label in place of `*` (Kubernetes, Ingress, "Hostname wildcards").
public struct RouteHost: Sendable, Hashable, CustomStringConvertible {
    /// Letters, digits, `-`, `.` and a leading `*.` only; at most 253 bytes.
    public let description: String
    public let isWildcard: Bool

    init(_ text: String) throws(ValueRefusal) {
        let refusal = ValueRefusal("a DNS name of at most 253 bytes, or '*.' and one")
        // The Kelvin sign is a k in lower case.
        guard text.utf8.count <= 253, text.utf8.allSatisfy({ $0 < 0x80 }) else { throw refusal }
        description = text.lowercased()
        isWildcard = description.hasPrefix("*.")
        let name = isWildcard ? description.dropFirst(2) : description[...]
        for label in name.split(separator: ".", omittingEmptySubsequences: false) {
            guard (1...63).contains(label.utf8.count), label.first != "-", label.last != "-",
                label.utf8.allSatisfy(Self.isAllowed)
            else { throw refusal }
        }
        // nginx takes a name of digits and dots for an address, and the API refuses one as a host.
        guard let last = name.split(separator: ".").last, !last.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw refusal
        }
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
        default: false
        }
    }

    /// Whether the other host's names are all of this one's.
    func covers(_ other: RouteHost) -> Bool {
        guard isWildcard, !other.isWildcard, let dot = other.description.firstIndex(of: ".") else {
            return self == other
        }
        return other.description[dot...] == description.dropFirst(1)
    }
}

extension RouteHost: Comparable {
    /// Names before wildcards, each in the order of their bytes.
    public static func < (lhs: Self, rhs: Self) -> Bool {
        lhs.isWildcard == rhs.isWildcard ? lhs.description < rhs.description : rhs.isWildcard
    }
}
