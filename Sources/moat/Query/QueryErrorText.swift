import MoatServer

/// A refusal of a question for people: each error with its line and a mark under the place.
struct QueryErrorText {
    let error: QueryError
    /// The text of the query as the user knows it.
    let query: String
    /// Lines that were put before it.
    var addedLines = 0
    /// Where the query is from: a file, or nil for the command line.
    var source: String?

    var text: String {
        let levels = error.details.isEmpty ? Array(error.levels.suffix(1)) : error.details
        let errors = levels.map { level in text(level) }
        guard let hint = hint else { return errors.joined(separator: "\n") }
        return (errors + [hint]).joined(separator: "\n")
    }

    private var hint: String? {
        error.code == "WorkspaceNotFoundError" ? "are moat and the daemon of one version?" : nil
    }

    private func text(_ level: QueryError.Level) -> String {
        guard let line = level.line, let position = level.position, line > addedLines else { return level.message }
        let number = line - addedLines
        let place = (source.map { "\($0):" } ?? "") + "\(number):\(position + 1): \(level.message)"
        let lines = query.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.indices.contains(number - 1) else { return place }
        let scalars = Array(lines[number - 1].unicodeScalars)
        // A tab stays one, so that the mark stands under the place however wide tabs are.
        let before = scalars.prefix(position).map { $0 == "\t" ? "\t" : " " }.joined()
        let length = max(min(level.length ?? 1, scalars.count - position), 1)
        let shown = TableRenderer.Cell(String(lines[number - 1]).replacing("\t", with: "    ")).text
        let indent = before.replacing("\t", with: "    ")
        let margin = String(repeating: " ", count: String(number).count)
        return "\(place)\n\(number) | \(shown)\n\(margin) | \(indent)^\(String(repeating: "~", count: length - 1))"
    }
}
