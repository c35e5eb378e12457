extension KQLError {
    /// An error of meaning, at its place.
    init(_ error: BindingError, in text: String) {
        var message = error.message
        if let suggestion = error.suggestion { message += ": did you mean '\(suggestion)'?" }
        self.init(.semantic, [SourceText(text).diagnostic(at: error.range, message)])
    }
}
