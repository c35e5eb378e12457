/// A column of a bound query: its name in KQL, and how it is computed from the query's source.
struct BoundColumn: Sendable {
    var name: String
    var value: TypedSQL

    var type: KQLType { value.type }
    var column: KQLColumn { KQLColumn(name: name, type: value.type) }
}
