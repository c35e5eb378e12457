/// An entry of `targetFqdns`: a name, or a name whose only `*` is its first character.
///
/// From Azure's FAQ: `*.contoso.com` matches `any.contoso.com` and `a.any.contoso.com`
/// but not `contoso.com`; `*contoso.com` matches all of these and `mycontoso.com`;
/// a `*` anywhere else is not supported.
public struct FQDNPattern: Hashable, Sendable {
    /// What follows the `*`, or the whole name; lower case, no trailing dot.
    public let suffix: String
    public let isWildcard: Bool

    private init(suffix: String, isWildcard: Bool) {
        self.suffix = suffix
        self.isWildcard = isWildcard
    }

    /// Whether a name (any case, with or without its trailing dot) is one that the pattern
    /// means.
    public func matches(_ name: String) -> Bool {
        let name = Self.normalized(name)
        return isWildcard
            ? name.count > suffix.count && name.hasSuffix(suffix) || name == suffix && !suffix.hasPrefix(".")
            : name == suffix
    }

    private static func normalized(_ name: String) -> String {
        let lowered = name.lowercased()
        return lowered.hasSuffix(".") ? String(lowered.dropLast()) : lowered
    }
}

extension FQDNPattern: LosslessStringConvertible {
    /// Nil where `*` stands anywhere but first, or where the rest is not made of DNS labels
    /// (letters, digits, `-`, `_`; 1 to 63 characters each, 253 in all; RFC 1035, section
    /// 2.3.4).
    public init?(_ description: String) {
        var rest = Self.normalized(description)
        let isWildcard = rest.hasPrefix("*")
        if isWildcard { rest.removeFirst() }
        if description == "*" {
            self.init(suffix: "", isWildcard: true)
            return
        }
        let name = isWildcard && rest.hasPrefix(".") ? String(rest.dropFirst()) : rest
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        guard name.utf8.count <= 253, labels.allSatisfy({ Self.isLabel($0) }) else { return nil }
        self.init(suffix: rest, isWildcard: isWildcard)
    }

    private static func isLabel(_ label: Substring) -> Bool {
        (1...63).contains(label.utf8.count)
            && label.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default:
                    false
                }
            }
    }

    public var description: String {
        (isWildcard ? "*" : "") + suffix
    }
}
