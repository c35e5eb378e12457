/// Why a query cannot be answered.
public struct KQLError: Error, Hashable, Sendable {
    /// At least one, in the order of the text.
    public var diagnostics: [KQLDiagnostic]

    public init(_ diagnostics: [KQLDiagnostic]) {
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
