/// A table of `externaldata`: what is to be loaded under which name before the SQL of a
/// translation runs. Whether a place may be read at all is for the caller to decide.
public struct KQLExternalTable: Hashable, Sendable {
    /// What the SQL calls the table: a name without quotes.
    public var relation: String
    public var columns: [KQLColumn]
    /// Addresses or paths, as the query has them, at least one; the rows of all of them are the table.
    public var locations: [String]
    /// The settings behind `with`, as the query has them: `format`, `ignoreFirstRecord`, …
    public var properties: [String: String]

    public init(relation: String, columns: [KQLColumn], locations: [String], properties: [String: String]) {
        self.relation = relation
        self.columns = columns
        self.locations = locations
        self.properties = properties
    }

    /// `format` in lower case; `csv` where the query names none and the first location does not end
    /// in another known one.
    public var format: String {
        if let format = properties["format"] { return format.lowercased() }
        let path = locations.first.map { $0.prefix { $0 != "?" && $0 != ";" } } ?? ""
        for known in ["json", "tsv", "txt", "parquet", "psv"] where path.lowercased().hasSuffix("." + known) {
            return known
        }
        return "csv"
    }

    /// Whether the first line of each location is a heading.
    public var ignoresFirstRecord: Bool {
        properties["ignoreFirstRecord"].map { $0.lowercased() == "true" } ?? false
    }
}
