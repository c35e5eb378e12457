/// An entry of an FQDN tag: a pattern, in which `{location}` may stand for an Azure location.
public struct FQDNTemplate: Hashable, Sendable {
    static let variable = "{location}"

    /// As it was written.
    public let text: String
    /// The pattern, where there is no variable in it.
    private let fixed: FQDNPattern?

    /// Nil where the text is no pattern with any location in the variable's place.
    public init?(_ text: String) {
        self.text = text
        if text.contains(Self.variable) {
            fixed = nil
            guard FQDNPattern(text.replacing(Self.variable, with: "x")) != nil else { return nil }
        } else {
            guard let pattern = FQDNPattern(text) else { return nil }
            fixed = pattern
        }
    }

    public var needsLocation: Bool { fixed == nil }

    /// The pattern; nil where it needs a location and there is none, or where a label becomes
    /// too long with it.
    public func pattern(location: AzureLocation?) -> FQDNPattern? {
        if let fixed { return fixed }
        return location.flatMap { FQDNPattern(text.replacing(Self.variable, with: $0.description)) }
    }
}
