/// A token. Its text form does not hold it.
public struct BearerToken: Hashable, Sendable {
    let text: String

    /// Nil where the text cannot be a token: it is empty or has other than visible ASCII.
    public init?(_ text: String) {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        self.text = text
    }
}

extension BearerToken: CustomStringConvertible, CustomReflectable {
    public var description: String { "a token" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
