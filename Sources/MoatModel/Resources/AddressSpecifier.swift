/// One entry of `sourceAddresses` or `destinationAddresses`.
public enum AddressSpecifier: Hashable, Sendable {
    /// `*`: every address of both families.
    case any
    /// An address (as /32 or /128) or a CIDR prefix. `0.0.0.0/0` is IPv4 only.
    case prefix(IPPrefix)
    /// `a-b`
    case range(IPRange)
    /// The name of a service tag, such as `AzureCloud.westeurope`; destinations only.
    case serviceTag(String)
}

extension AddressSpecifier: LosslessStringConvertible {
    /// Reads any of the four forms. A service tag is told by its first character, a letter,
    /// and by its alphabet (letters, digits, `.`, `_`, `-`).
    public init?(_ description: String) {
        if description == "*" {
            self = .any
        } else if description.utf8.contains(UInt8(ascii: "/")) {
            guard let prefix = IPPrefix(description) else { return nil }
            self = .prefix(prefix)
        } else if let address = IPAddress(description) {
            self = .prefix(IPPrefix(address))
        } else if Self.isServiceTagName(description) {
            self = .serviceTag(description)
        } else if let range = IPRange(description) {
            self = .range(range)
        } else {
            return nil
        }
    }

    private static func isServiceTagName(_ text: String) -> Bool {
        guard let first = text.utf8.first, first.isLetterOrDigit, !first.isDecimalDigit else { return false }
        return text.utf8.allSatisfy { $0.isLetterOrDigit || "._-".utf8.contains($0) }
    }

    /// A single address is written without its /32 or /128.
    public var description: String {
        switch self {
        case .any: "*"
        case .prefix(let prefix) where prefix.length == prefix.family.bitWidth: prefix.address.description
        case .prefix(let prefix): prefix.description
        case .range(let range): range.description
        case .serviceTag(let name): name
        }
    }
}
