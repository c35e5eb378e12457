/// Names of the lab's DNS, as text: lower case, without the dot at the end.
public enum DomainName {
    /// Whether `text` is a name, or `*.` and a name.
    public static func isValid(_ text: String) -> Bool {
        let name = text.hasPrefix("*.") ? text.dropFirst(2) : text[...]
        let labels = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return text.utf8.count <= 253
            && labels.allSatisfy { label in
                (1...63).contains(label.count)
                    && label.allSatisfy { byte in
                        switch byte {
                        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
                        case UInt8(ascii: "-"), UInt8(ascii: "_"): true
                        default: false
                        }
                    }
            }
    }

    static let rule = "lower-case letters, digits, '-' and '_' between dots; *. may stand in front of it"

    /// Whether `pattern`, a name that may begin with `*.`, stands for `name`.
    static func covers(_ pattern: String, _ name: String) -> Bool {
        guard pattern.hasPrefix("*.") else { return pattern == name }
        return name.hasSuffix(pattern.dropFirst()) && name.utf8.count > pattern.utf8.count - 1
    }

    /// The name without its first label; nil for a name of one.
    static func parent(_ name: some StringProtocol) -> String? {
        name.firstIndex(of: ".").map { String(name[name.index(after: $0)...]) }
    }
}
