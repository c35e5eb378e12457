/// Regular expressions for addresses inside of texts.
enum IPv4Pattern {
    private static let octet = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"

    /// Finds an address, or one that begins with a prefix such as `10.1.`. has-ipv4-function: what
    /// stands around it must not be alphanumeric. Nil where `text` is no address or prefix.
    static func text(_ text: String, isPrefix: Bool) -> String? {
        var octets = text.split(separator: ".", omittingEmptySubsequences: false)
        var missing = 0
        if isPrefix, octets.last == "" {
            octets.removeLast()
            missing = 4 - octets.count
        }
        guard octets.count + missing == 4, (1...4).contains(octets.count), missing < 4,
            octets.allSatisfy({ UInt8($0) != nil && $0.allSatisfy(\.isNumber) })
        else { return nil }
        let known = octets.joined(separator: "\\.")
        return "(?:^|[^0-9A-Za-z])" + known + String(repeating: "\\." + octet, count: missing) + "(?:$|[^0-9A-Za-z])"
    }
}
