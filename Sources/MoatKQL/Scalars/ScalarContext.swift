/// What a scalar expression is translated for.
public struct ScalarContext: Sendable {
    public var dialect: any SQLDialect
    /// What `now()` is, in microseconds since 1970: one moment for the whole query.
    public var now: Int64
    /// The columns of the row, for `pack_all()`.
    public var columns: [KQLColumn]

    public init(dialect: any SQLDialect, now: Int64, columns: [KQLColumn] = []) {
        self.dialect = dialect
        self.now = now
        self.columns = columns
    }
}

extension ScalarContext {
    func constant(_ literal: KQLLiteral, name: String? = nil) -> TypedSQL {
        TypedSQL(type: literal.type, sql: dialect.literal(literal), literal: literal, name: name)
    }

    /// `value` as another type by the rules of `tostring()`, `tolong()`, …; nil where Kusto has no
    /// such conversion.
    func converted(_ value: TypedSQL, to type: KQLType) -> TypedSQL? {
        if value.type == type { return value }
        if let literal = value.literal?.converted(to: type) { return constant(literal, name: value.name) }
        guard let sql = dialect.convert(value.sql, from: value.type, to: type) else { return nil }
        return TypedSQL(type: type, sql: sql, name: value.name)
    }

    /// As a string, whatever it is.
    func text(_ value: TypedSQL) -> TypedSQL {
        converted(value, to: .string) ?? value
    }

    func operation(_ name: String, _ arguments: [TypedSQL], _ type: KQLType) throws(KQLFunctionError) -> TypedSQL {
        let texts = arguments.map(\.sql)
        guard let sql = dialect.scalar("\(name)/\(texts.count)", texts) ?? dialect.scalar(name, texts) else {
            throw KQLFunctionError(kind: .notSupported, message: "\(name)() is not supported")
        }
        return TypedSQL(type: type, sql: sql)
    }
}
