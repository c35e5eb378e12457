/// The rule for names of labs and of their hosts, which become parts of names of network
/// namespaces and of files.
public enum LabName {
    /// As in RFC 1123, section 2.1, but lower case only and at most 40 characters.
    public static func isValid(_ name: String) -> Bool {
        let bytes = name.utf8
        return (1...40).contains(bytes.count) && bytes.first != hyphen && bytes.last != hyphen
            && bytes.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), hyphen: true
                default: false
                }
            }
    }

    static let rule = "1 to 40 lower-case letters, digits and '-', neither first nor last a '-'"

    /// Hosts that every lab has.
    public static let internet = "internet"
    public static let firewall = "firewall"
    public static let fabric = "fabric"
    static let reserved: Set<String> = [internet, firewall, fabric]

    private static let hyphen = UInt8(ascii: "-")
}
