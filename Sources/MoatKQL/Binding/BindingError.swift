/// Why a query that is well formed cannot be translated.
struct BindingError: Error {
    enum Kind: Sendable {
        /// What `union isfuzzy=true` leaves out.
        case unknownTable
        /// No mistake: the translation cannot go on without the answer.
        case probe(KQLColumnProbe)
        case other
    }

    var kind = Kind.other
    /// What is wrong and what would be right, without a full stop.
    var message: String
    var range: SourceRange
    /// A name that the query may have meant.
    var suggestion: String?

    init(_ message: String, at range: SourceRange, suggestion: String? = nil, kind: Kind = .other) {
        self.message = message
        self.range = range
        self.suggestion = suggestion
        self.kind = kind
    }
}

extension BindingError {
    /// An error of a function or an operator, at the argument that it is about or at the whole.
    init(_ error: KQLFunctionError, arguments: [SourceRange], whole: SourceRange) {
        var range = whole
        if let argument = error.argument, arguments.indices.contains(argument) { range = arguments[argument] }
        self.init(error.message, at: range)
    }
}
