/// The pattern of `parse` as a regular expression.
///
/// Kusto's documentation says so only of `kind=regex`. Its examples show that there a column without
/// a type takes as much as it can, and in the other kinds as little as it can, and that a pattern
/// stands for the text from its beginning to its end.
struct ParsePattern {
    struct Column {
        var name: String
        var type: KQLType
        /// The group that finds it, counted from 1.
        var group: Int
        var range: SourceRange
    }

    private(set) var regex = ""
    private(set) var columns: [Column] = []
    private(set) var groups = 0
    /// The text behind whose first place the only column begins, for a pattern that is no more than
    /// that: a search for a text takes less time than a regular expression.
    let mark: String?
    private let kind: ParseSyntax.Kind

    init(_ node: ParseSyntax) throws(BindingError) {
        kind = node.kind
        mark = Self.mark(node)
        regex = "(?" + (try Self.flags(node)) + ")"
        // Anything at the ends needs no looking at, except where it must not have the end of a line.
        let parts = node.kind == .regex ? node.parts[...] : Self.withoutEnds(node.parts)
        if parts.startIndex == node.parts.startIndex { regex += "^" }
        var previous: ParseSyntax.Part?
        for (index, part) in zip(parts.indices, parts) {
            let next = parts[(index + 1)...].first
            switch part {
            case .skip(let range):
                if case .column(let name, let type)? = previous, type.map({ $0.text == "string" }) ?? true {
                    throw BindingError(
                        "'*' cannot follow the column '\(name.text)' of type string, which would have no end", at: range
                    )
                }
                regex += kind == .regex ? ".*" : ".*?"
            case .text(let text, _): append(text)
            case .column(let name, let type): try append(name, type, after: previous, before: next)
            }
            previous = part
        }
        if parts.endIndex == node.parts.endIndex { regex += "$" }
        if kind == .regex { try check(node) }
    }

    /// At the text that is wrong by itself, or at the whole where that is only so with the others.
    private func check(_ node: ParseSyntax) throws(BindingError) {
        guard let problem = RegularExpressionCheck.problem(in: regex) else { return }
        for case .text(let text, let range) in node.parts {
            if let problem = RegularExpressionCheck.problem(in: text) {
                throw BindingError("the regular expression \(problem)", at: range)
            }
        }
        throw BindingError("the regular expression of parse \(problem)", at: node.range)
    }

    private static func withoutEnds(_ parts: [ParseSyntax.Part]) -> ArraySlice<ParseSyntax.Part> {
        var parts = parts[...]
        // Before a column a star has a meaning: which of many the first number is.
        if case .skip? = parts.first, case .text? = parts.dropFirst().first { parts = parts.dropFirst() }
        if case .skip? = parts.last, parts.count > 1, case .text = parts[parts.endIndex - 2] {
            parts = parts.dropLast()
        } else if case .skip? = parts.last, parts.count > 1, case .column(_, let type) = parts[parts.endIndex - 2],
            ["int", "long"].contains(type?.text)
        {
            parts = parts.dropLast()
        }
        return parts
    }

    /// `s` where the query does not choose: a text may have several lines.
    private static func flags(_ node: ParseSyntax) throws(BindingError) -> String {
        guard node.kind == .regex else { return "s" }
        let flags = node.flags ?? ""
        guard flags.allSatisfy({ "imsU".contains($0) }) else {
            throw BindingError("parse knows the flags i, m, s and U, not '\(flags)'", at: node.range)
        }
        return flags.isEmpty ? "-s" : flags
    }

    private mutating func append(_ text: String) {
        if kind == .regex {
            regex += text
            groups += RegularExpression.groups(text)
        } else {
            regex += RegularExpression.escaped(text)
        }
    }

    private mutating func append(
        _ name: NameSyntax, _ typeName: TypeNameSyntax?, after previous: ParseSyntax.Part?,
        before next: ParseSyntax.Part?
    ) throws(BindingError) {
        var type = KQLType.string
        if let typeName { type = try KQLType(typeName) }
        if case .column(let before, _)? = previous {
            throw BindingError(
                "there must be a text between the columns '\(before.text)' and '\(name.text)'", at: name.range)
        }
        groups += 1
        columns.append(Column(name: name.text, type: type, group: groups, range: name.range))
        let any = kind == .regex ? "(.*)" : "(\(Self.upTo(next)))"
        switch type {
        case _ where kind == .relaxed: regex += any
        case .int, .long: regex += #"([+-]?\d+)"#
        case .real: regex += #"([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)"#
        default: regex += any
        }
    }

    /// Anything up to the first place of the next text.
    private static func upTo(_ next: ParseSyntax.Part?) -> String {
        switch next {
        case nil: ".*"
        case .text(let text, _) where text.unicodeScalars.count == 1: "[^\(inClass(text))]*"
        default: ".*?"
        }
    }

    private static func inClass(_ character: String) -> String {
        #"\^-[]"#.contains(character) ? "\\" + character : character
    }

    private static func mark(_ node: ParseSyntax) -> String? {
        guard node.kind != .regex, node.parts.count == 3, case .skip = node.parts[0],
            case .text(let text, _) = node.parts[1], !text.isEmpty, case .column(_, let type) = node.parts[2],
            type.map({ $0.text == "string" }) ?? true
        else { return nil }
        return text
    }
}
