/// The name of an Azure location as it stands in host names: `westeurope`.
public struct AzureLocation: Hashable, Sendable, LosslessStringConvertible {
    public let description: String

    /// Nil for what is not made of lower-case letters and digits, 1 to 40 of them, such as the
    /// display name `West Europe`.
    public init?(_ description: String) {
        guard (1...40).contains(description.utf8.count),
            description.utf8.allSatisfy({ $0.isLetterOrDigit && $0 == $0 | 0x20 })
        else { return nil }
        self.description = description
    }
}
