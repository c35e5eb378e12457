/// The tables that queries can name.
public struct KQLCatalog: Sendable {
    public var tables: [KQLTable]

    public init(tables: [KQLTable]) {
        self.tables = tables
    }

    func table(named name: String) -> KQLTable? {
        tables.first { $0.name == name }
    }
}
