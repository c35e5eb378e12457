/// Values that were brought to one type.
struct UnifiedValues {
    var type: KQLType
    var items: [TypedSQL]

    /// Their texts with commas between.
    var list: TypedSQL { TypedSQL(type: type, sql: items.map(\.sql).joined(separator: ", ")) }
}
