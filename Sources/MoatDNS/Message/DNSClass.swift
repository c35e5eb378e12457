/// The class of a record or of a question (RFC 1035, section 3.2.4).
public struct DNSClass: RawRepresentable, Hashable, Sendable {
    public var rawValue: UInt16

    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    public static let internet = DNSClass(rawValue: 1)

    private static let names: [UInt16: String] = [1: "IN", 3: "CH", 4: "HS", 254: "NONE", 255: "ANY"]
}

extension DNSClass: CustomStringConvertible {
    /// `IN`; `CLASS512` where the class has no name (RFC 3597, section 5).
    public var description: String {
        Self.names[rawValue] ?? "CLASS\(rawValue)"
    }
}
