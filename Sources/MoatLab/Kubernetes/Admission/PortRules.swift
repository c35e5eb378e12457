/// What ports may be.
enum PortRules {
    static let range = "must be between 1 and 65535, inclusive"

    /// What is wrong with the name of a port (RFC 6335, section 5.1), in Kubernetes' words.
    static func name(_ name: String) -> String? {
        let bytes = Array(name.utf8)
        if bytes.count > 15 { return "must be no more than 15 characters" }
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        let hyphen = UInt8(ascii: "-")
        guard bytes.allSatisfy({ letters ~= $0 || digits ~= $0 || $0 == hyphen }) else {
            return "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)"
        }
        guard bytes.contains(where: { letters ~= $0 }) else { return "must contain at least one letter (a-z)" }
        if name.contains("--") { return "must not contain consecutive hyphens" }
        if bytes.first == hyphen || bytes.last == hyphen { return "must not begin or end with a hyphen" }
        return nil
    }
}
