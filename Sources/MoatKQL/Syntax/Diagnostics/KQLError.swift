/// Why a query cannot be answered.
public struct KQLError: Error, Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// The text is not KQL, or has what Moat does not read.
        case syntax
        /// The text is well formed, but a name, a type or a value in it is wrong.
        case semantic
    }

    public var kind: Kind
    /// At least one, in the order of the text.
    public var diagnostics: [KQLDiagnostic]

    public init(_ kind: Kind, _ diagnostics: [KQLDiagnostic]) {
        self.kind = kind
        self.diagnostics = diagnostics
    }

    /// Each error with the line it is in and a mark under the place.
    public func rendered(in text: String) -> String {
        let source = SourceText(text)
        return diagnostics.map { source.rendered($0) }.joined(separator: "\n")
    }
}

extension KQLError: CustomStringConvertible {
    public var description: String { diagnostics.map(\.description).joined(separator: "\n") }
}
