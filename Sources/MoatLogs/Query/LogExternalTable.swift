/// Rows from elsewhere that a query may read beside the logs, under a name of their own.
public struct LogExternalTable: Hashable, Sendable {
    public struct Column: Hashable, Sendable {
        public enum Kind: Hashable, Sendable {
            case bool, int, long, real, string, datetime, json
        }

        public var name: String
        public var kind: Kind

        public init(_ name: String, _ kind: Kind) {
            self.name = name
            self.kind = kind
        }
    }

    /// A name without quotes.
    public var name: String
    public var columns: [Column]
    /// As many values in each as there are columns.
    public var rows: [[LogValue]]

    public init(name: String, columns: [Column], rows: [[LogValue]]) {
        self.name = name
        self.columns = columns
        self.rows = rows
    }
}
