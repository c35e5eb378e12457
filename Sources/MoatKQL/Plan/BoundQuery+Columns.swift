/// The operators that compute and choose columns. Each takes columns over this query's source,
/// which is open.
extension BoundQuery {
    /// Only these columns.
    func projected(_ columns: [BoundColumn]) -> BoundQuery {
        var query = self
        query.columns = columns
        query.keepKnownKeys(from: self)
        return query
    }

    /// These columns behind those that are there; one with a name that exists takes its place at
    /// the end.
    ///
    /// Source: Kusto's documentation of `extend`: existing columns "are removed and appended as
    /// their new calculated values".
    func extended(_ added: [BoundColumn]) -> BoundQuery {
        let names = Set(added.map(\.name))
        var query = self
        query.columns = columns.filter { !names.contains($0.name) } + added
        query.uniqueKeys = uniqueKeys.filter { $0.isDisjoint(with: names) }
        return query
    }

    /// One row for each group of equal keys; without keys one row, even where there are no rows.
    func summarized(_ aggregates: [BoundColumn], by keys: [BoundColumn]) -> BoundQuery {
        var query = self
        query.columns = keys + aggregates
        query.shape = .groups(keys: keys.count)
        query.order = []
        query.isSerialized = false
        query.uniqueKeys = [Set(keys.map(\.name))]
        query.tableName = nil
        return query
    }

    /// A key is still one where all of its columns are passed on under their names.
    private mutating func keepKnownKeys(from input: BoundQuery) {
        guard !uniqueKeys.isEmpty else { return }
        let kept = columns.filter { input.column(named: $0.name)?.value.sql == $0.value.sql }.map(\.name)
        uniqueKeys = uniqueKeys.filter { $0.isSubset(of: kept) }
    }
}
