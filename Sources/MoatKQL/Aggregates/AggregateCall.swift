/// One call of an aggregate.
struct AggregateCall {
    var name: String
    var arguments: [TypedSQL]
    var order: [String]
    var context: ScalarContext

    var value: TypedSQL { arguments[0] }

    /// `prefix_X`, or `prefix_` where the argument has no name (Kusto's names for results).
    func resultName(_ prefix: String) -> String {
        "\(prefix)_\(arguments.first?.name ?? "")"
    }

    /// `operation` of the dialect over `value`, of the rows alone for which the argument at
    /// `condition` is true.
    func result(
        _ operation: String, _ type: KQLType, of value: TypedSQL? = nil, prefix: String, condition: Int? = nil,
        other: String = ""
    ) throws(KQLFunctionError) -> [TypedSQL] {
        [try column(operation, type, of: value, name: resultName(prefix), condition: condition, other: other)]
    }

    func column(
        _ operation: String, _ type: KQLType, of value: TypedSQL? = nil, name: String?, condition: Int? = nil,
        other: String = ""
    ) throws(KQLFunctionError) -> TypedSQL {
        var filter = ""
        if let condition {
            let test = try ScalarLibrary.condition(arguments[condition], of: "\(self.name)()", condition, context)
            filter = context.dialect.aggregate("filter", [test.filter]) ?? ""
        }
        let operand = value?.sql ?? arguments.first?.sql ?? ""
        guard let sql = context.dialect.aggregate(operation, [operand, other, filter]) else {
            throw KQLFunctionError(kind: .notSupported, message: "the aggregate \(self.name)() is not supported")
        }
        return TypedSQL(type: type, sql: sql, name: name)
    }

    func typeError(_ expected: String) -> KQLFunctionError {
        KQLFunctionError(
            kind: .argumentType, message: "\(name)() takes \(expected), not a \(value.type.rawValue)", argument: 0)
    }
}
