/// The operators that bring two tables together.
extension TableBinder {
    func bind(_ node: JoinSyntax, _ left: BoundQuery) throws(BindingError) -> BoundQuery {
        let right = try bind(node.right)
        let keys = try keys(node.conditions, left, right, "join", node.range)
        return left.joined(node.kind ?? .innerUnique, with: right, on: keys, dialect)
    }

    func bind(_ node: LookupSyntax, _ left: BoundQuery) throws(BindingError) -> BoundQuery {
        let right = try bind(node.right)
        let kind = node.kind ?? .leftOuter
        guard kind == .leftOuter || kind == .inner else {
            throw BindingError("lookup is of kind leftouter or inner, not \(kind.rawValue)", at: node.range)
        }
        let keys = try keys(node.conditions, left, right, "lookup", node.range)
        return left.joined(kind, with: right, on: keys, omittingRightKeys: true, dialect)
    }

    private func keys(
        _ conditions: [ExpressionSyntax], _ left: BoundQuery, _ right: BoundQuery, _ operation: String,
        _ range: SourceRange
    ) throws(BindingError) -> [BoundQuery.JoinKey] {
        guard !conditions.isEmpty else {
            throw BindingError("\(operation) needs 'on' and the columns that must be equal", at: range)
        }
        var keys: [BoundQuery.JoinKey] = []
        for condition in conditions {
            if case .logical(let logical) = condition, logical.operation == .and {
                keys += try self.keys(logical.operands, left, right, operation, range)
            } else {
                keys.append(try key(condition, left, right, operation))
            }
        }
        return keys
    }

    private func key(
        _ condition: ExpressionSyntax, _ left: BoundQuery, _ right: BoundQuery, _ operation: String
    ) throws(BindingError) -> BoundQuery.JoinKey {
        let names: (left: NameSyntax, right: NameSyntax)
        switch condition {
        case .name(let name): names = (name, name)
        case .binary(let binary) where binary.operation == .equal:
            switch (side(binary.left), side(binary.right)) {
            case (("$left", let one)?, ("$right", let other)?): names = (one, other)
            case (("$right", let one)?, ("$left", let other)?): names = (other, one)
            default: throw unclear(operation, condition)
            }
        default: throw unclear(operation, condition)
        }
        guard let leftType = left.column(named: names.left.text)?.type else {
            throw missing(names.left, "left", left)
        }
        guard let rightType = right.column(named: names.right.text)?.type else {
            throw missing(names.right, "right", right)
        }
        if leftType == .dynamic || rightType == .dynamic {
            throw BindingError(
                "\(operation) cannot compare dynamic values: convert them before, for example with tostring()",
                at: condition.range)
        }
        guard leftType == rightType || (leftType.isNumeric && rightType.isNumeric) else {
            throw BindingError(
                "\(operation) compares a \(leftType.rawValue) with a \(rightType.rawValue)", at: condition.range)
        }
        return BoundQuery.JoinKey(left: names.left.text, right: names.right.text)
    }

    /// `$left.name` as its two names.
    private func side(_ expression: ExpressionSyntax) -> (String, NameSyntax)? {
        switch expression {
        case .member(let member):
            if case .name(let base) = member.base { return (base.text, member.name) }
        case .index(let index):
            if case .name(let base) = index.base, case .literal(.string(let name), let range) = index.index {
                return (base.text, NameSyntax(name, range))
            }
        default: break
        }
        return nil
    }

    private func unclear(_ operation: String, _ condition: ExpressionSyntax) -> BindingError {
        BindingError(
            "\(operation) takes the name of a column of both sides, or $left.a == $right.b", at: condition.range)
    }

    private func missing(_ name: NameSyntax, _ side: String, _ query: BoundQuery) -> BindingError {
        BindingError(
            "there is no column '\(name.text)' on the \(side) side", at: name.range,
            suggestion: NearestName.of(name.text, in: query.columns.map(\.name)))
    }
}
