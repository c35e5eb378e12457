/// Why RE2 does not take a pattern: a part of a sentence that begins "the regular expression".
struct RegularExpressionProblem: Error, Hashable {
    var message: String

    init(_ message: String) {
        self.message = message
    }
}
