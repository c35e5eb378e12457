/// A question that Moat brings along: `moat query -n NAME`.
struct LibraryQuery: Hashable, Sendable {
    struct Parameter: Hashable, Sendable {
        enum Kind: Hashable, Sendable {
            case text
            /// A whole number.
            case number
        }

        /// As the query calls it.
        var name: String
        var kind: Kind = .text
        /// Nil where it must be given.
        var standard: String?
        var help: String
    }

    /// What must be known beside the logs.
    enum Need: Hashable, Sendable {
        /// The rules in force, as a table `rules` with the columns `RuleCollectionGroup`,
        /// `RuleCollection`, `Rule`, `Match` and `Verdict`.
        case rules
    }

    var name: String
    var title: String
    var description: String
    var parameters: [Parameter] = []
    var needs: Set<Need> = []
    /// The time that it asks for where the user does not say one; seconds.
    var since: Int
    /// KQL
    var text: String

    /// The query with its parameters in front of it, one `let` a line.
    /// - Throws: `Refusal`
    func text(with values: [String]) throws(Refusal) -> String {
        guard values.count <= parameters.count else {
            throw Refusal(
                parameters.isEmpty
                    ? "\(name) has no parameters"
                    : "\(name) has \(Humanized.count(parameters.count, "parameter")): \(usage)")
        }
        var lines: [String] = []
        for (index, parameter) in parameters.enumerated() {
            guard let value = index < values.count ? values[index] : parameter.standard else {
                throw Refusal("\(name) needs \(parameter.name): \(parameter.help); moat query -n \(usage)")
            }
            lines.append("let \(parameter.name) = \(try Self.literal(value, parameter));")
        }
        return (lines + [text]).joined(separator: "\n")
    }

    /// `denied-to NAME [COUNT]`
    var usage: String {
        ([name] + parameters.map { $0.standard == nil ? $0.name.uppercased() : "[\($0.name.uppercased())]" })
            .joined(separator: " ")
    }

    struct Refusal: Error, CustomStringConvertible {
        let description: String

        init(_ description: String) {
            self.description = description
        }
    }

    private static func literal(_ value: String, _ parameter: Parameter) throws(Refusal) -> String {
        switch parameter.kind {
        case .text: return KQLText.literal(value)
        case .number:
            guard let number = Int64(value), number >= 0 else {
                throw Refusal("\(parameter.name) is a whole number, and '\(value)' is none")
            }
            return "\(number)"
        }
    }
}

/// Text in a query.
enum KQLText {
    /// A string literal whose value is the text (learn.microsoft.com,
    /// kusto/query/scalar-data-types/string).
    static func literal(_ text: String) -> String {
        var literal = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": literal += "\\" + String(scalar)
            case "\n": literal += "\\n"
            case "\r": literal += "\\r"
            case "\t": literal += "\\t"
            case "\0": continue
            default: literal.unicodeScalars.append(scalar)
            }
        }
        return literal + "\""
    }
}
