/// Reads a regular expression as RE2 does, in which Kusto writes its own and DuckDB runs them, to
/// find what RE2 refuses before a query runs.
///
/// What it finds wrong RE2 refuses too; what it lets through RE2 may still refuse for its size or
/// for an unknown name in `\p{...}`.
///
/// Source: github.com/google/re2, doc/syntax.txt.
struct RegularExpressionCheck {
    /// What is open and what has been read in it.
    struct Group {
        /// How often a part may be repeated by all that repeats it with a number.
        var repetitions = 1
        /// The same of the last operand; nil where there is none, as at the beginning.
        var last: Int?
    }

    private let scalars: [Unicode.Scalar]
    private var index = 0
    /// The last is the innermost; the first is the pattern itself.
    var groups = [Group()]
    /// Whether it is known that no `:]` comes any more, so that each `[:` need not look for one.
    var isPastLastClass = false

    private init(_ pattern: String) {
        scalars = Array(pattern.unicodeScalars)
    }

    /// What is wrong with a pattern; nil where nothing is.
    static func problem(in pattern: String) -> String? {
        var check = RegularExpressionCheck(pattern)
        do throws(RegularExpressionProblem) {
            try check.run()
            return nil
        } catch {
            return error.message
        }
    }

    private mutating func run() throws(RegularExpressionProblem) {
        var wasRepeated = false
        while let scalar = next() {
            var isRepeated = false
            switch scalar {
            case "(": try open()
            case "|": groups[groups.count - 1].last = nil
            case ")": try close()
            case "[": try bracket()
            case "\\": try escape()
            case "*", "+", "?":
                isRepeated = true
                skip("?")
                try repeated(1, "\(scalar)", isStacked: wasRepeated)
            case "{":
                let start = index - 1
                if let count = try bounds() {
                    isRepeated = true
                    let text = text(from: start)
                    skip("?")
                    try repeated(count, text, isStacked: wasRepeated)
                } else {
                    operand()
                }
            default: operand()
            }
            wasRepeated = isRepeated
        }
        if groups.count > 1 { throw RegularExpressionProblem("has a '(' without its ')'") }
    }

    /// Notes something that can be repeated.
    mutating func operand(repetitions: Int = 1) {
        groups[groups.count - 1].last = repetitions
        groups[groups.count - 1].repetitions = max(groups[groups.count - 1].repetitions, repetitions)
    }

    private mutating func repeated(
        _ count: Int, _ text: String, isStacked: Bool
    ) throws(RegularExpressionProblem) {
        if isStacked { throw RegularExpressionProblem("has '\(text)' behind another repetition") }
        guard let last = groups[groups.count - 1].last else {
            throw RegularExpressionProblem("has '\(text)' with nothing to repeat before it")
        }
        // RE2's limit; neither factor is above it.
        let repetitions = last * max(count, 1)
        guard repetitions <= Self.maximumRepetitions else {
            throw RegularExpressionProblem(
                "has '\(text)', which makes more than \(Self.maximumRepetitions) repetitions")
        }
        operand(repetitions: repetitions)
    }

    static let maximumRepetitions = 1000

    // MARK: The text

    /// The scalar `offset` behind what has been read.
    func peek(_ offset: Int = 0) -> Unicode.Scalar? {
        index + offset < scalars.count ? scalars[index + offset] : nil
    }

    mutating func next() -> Unicode.Scalar? {
        guard let scalar = peek() else { return nil }
        index += 1
        return scalar
    }

    /// Whether the scalar comes next, which is then read.
    @discardableResult
    mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
        guard peek() == scalar else { return false }
        index += 1
        return true
    }

    var position: Int { index }

    mutating func go(to position: Int) {
        index = min(position, scalars.count)
    }

    /// What was read since a position.
    func text(from position: Int) -> String {
        String(String.UnicodeScalarView(scalars[position..<index]))
    }
}
