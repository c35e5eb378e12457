/// The condition of `search`, in which a string stands for a term in any column.
///
/// Source: the summary of string matching extensions in Kusto's documentation of `search`.
struct SearchPredicate {
    static let tableColumn = "$table"

    var expressions: ExpressionBinder
    let isCaseSensitive: Bool

    private var functions: any FunctionLibrary { expressions.context.functions }

    mutating func bind(_ expression: ExpressionSyntax) throws(BindingError) -> TypedSQL {
        try expressions.context.step(expression.range)
        let value = try unchecked(expression)
        let limit = expressions.context.limits.expressionBytes
        if value.sql.utf8.count > limit {
            throw BindingError(
                "the condition is too large: it becomes more than \(limit) bytes of SQL", at: expression.range)
        }
        return value
    }

    private mutating func unchecked(_ expression: ExpressionSyntax) throws(BindingError) -> TypedSQL {
        switch expression {
        case .literal(.string(let text), let range): return try anyColumn(Term(text, isCaseSensitive), range)
        case .star: return functions.constant(.bool(true))
        case .logical(let logical):
            var operands: [TypedSQL] = []
            var size = 0
            for operand in logical.operands {
                operands.append(try bind(operand))
                size += operands.last?.sql.utf8.count ?? 0
                if size > expressions.context.limits.expressionBytes { throw tooLarge(logical.range) }
            }
            return try expressions.located(logical.operands.map(\.range), logical.range) {
                () throws(KQLFunctionError) in try functions.logical(logical.operation, operands)
            }
        case .call(let call) where call.name.text == "not" && call.arguments.count == 1:
            let operand = try bind(call.arguments[0].value)
            return try expressions.located([call.arguments[0].value.range], call.range) {
                () throws(KQLFunctionError) in try functions.call("not", [operand], columns: expressions.query.schema)
            }
        case .binary(var binary):
            if isCaseSensitive { binary.operation = binary.operation.cased }
            if binary.operation == .colon { return try restricted(binary) }
            if case .star = binary.left {
                guard case .literal(.string(let text), _) = binary.right else {
                    throw BindingError("'*' can be compared with a constant string only", at: binary.right.range)
                }
                return try anyColumn(Term(text: text, operation: binary.operation), binary.range)
            }
            return try condition(.binary(binary))
        case .membership(var membership):
            if isCaseSensitive { membership.operation = membership.operation.cased }
            return try condition(.membership(membership))
        default: return try condition(expression)
        }
    }

    private func tooLarge(_ range: SourceRange) -> BindingError {
        let limit = expressions.context.limits.expressionBytes
        return BindingError("the condition is too large: it becomes more than \(limit) bytes of SQL", at: range)
    }

    private mutating func condition(_ expression: ExpressionSyntax) throws(BindingError) -> TypedSQL {
        let value = try expressions.bind(expression)
        guard value.type == .bool else {
            throw BindingError(
                "search needs a condition, and this is of type \(value.type.rawValue)", at: expression.range)
        }
        return value
    }

    /// `Column: "term"`.
    private mutating func restricted(_ binary: BinarySyntax) throws(BindingError) -> TypedSQL {
        guard case .literal(.string(let text), _) = binary.right else {
            throw BindingError("behind ':' stands a constant string", at: binary.right.range)
        }
        let column = try expressions.bind(binary.left)
        return try match(column, Term(text, isCaseSensitive), binary.range)
    }

    private func anyColumn(_ term: Term, _ range: SourceRange) throws(BindingError) -> TypedSQL {
        var matches: [TypedSQL] = []
        for column in expressions.query.columns where column.name != Self.tableColumn {
            matches.append(try match(column.value, term, range))
        }
        if matches.count < 2 { return matches.first ?? functions.constant(.bool(false)) }
        return try expressions.located([], range) { () throws(KQLFunctionError) in
            try functions.logical(.or, matches)
        }
    }

    private func match(_ value: TypedSQL, _ term: Term, _ range: SourceRange) throws(BindingError) -> TypedSQL {
        try expressions.located([range], range) { () throws(KQLFunctionError) in
            let text = try functions.convert(value, to: .string)
            return try functions.binary(term.operation, text, functions.constant(.string(term.text)))
        }
    }

    /// A term and how it is looked for: asterisks stand for any characters.
    struct Term {
        var text: String
        var operation: BinaryOperator

        init(text: String, operation: BinaryOperator) {
            self.text = text
            self.operation = operation
        }

        init(_ pattern: String, _ isCaseSensitive: Bool) {
            let isOpenAtStart = pattern.hasPrefix("*")
            let isOpenAtEnd = pattern.hasSuffix("*") && pattern.count > 1
            let inner = pattern.dropFirst(isOpenAtStart ? 1 : 0).dropLast(isOpenAtEnd ? 1 : 0)
            if inner.contains("*") {
                let parts = inner.split(separator: "*", omittingEmptySubsequences: false).map(Self.escaped)
                let expression =
                    (isOpenAtStart ? "" : "\\b") + parts.joined(separator: ".*") + (isOpenAtEnd ? "" : "\\b")
                self.init(text: (isCaseSensitive ? "" : "(?i)") + expression, operation: .matchesRegex)
                return
            }
            let operation: BinaryOperator =
                switch (isOpenAtStart, isOpenAtEnd) {
                case (false, false): .has
                case (true, false): .hasSuffix
                case (false, true): .hasPrefix
                case (true, true): .contains
                }
            self.init(text: String(inner), operation: isCaseSensitive ? operation.cased : operation)
        }

        private static func escaped(_ text: Substring) -> String {
            text.reduce(into: "") { escaped, character in
                if "\\.+*?()|[]{}^$".contains(character) { escaped.append("\\") }
                escaped.append(character)
            }
        }
    }
}

extension BinaryOperator {
    /// The one of the operators on strings that minds case.
    fileprivate var cased: BinaryOperator {
        switch self {
        case .equalIgnoringCase: .equal
        case .notEqualIgnoringCase: .notEqual
        default: BinaryOperator(rawValue: rawValue + "_cs") ?? self
        }
    }
}

extension MembershipOperator {
    fileprivate var cased: MembershipOperator {
        switch self {
        case .inIgnoringCase: .isIn
        case .notInIgnoringCase: .notIn
        default: self
        }
    }
}
