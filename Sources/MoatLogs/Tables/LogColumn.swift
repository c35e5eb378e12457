/// One column of a log table.
public struct LogColumn: Hashable, Sendable {
    /// The types of Azure Monitor's tables that occur here, by the names that Kusto gives them.
    public enum ValueType: String, Hashable, Sendable, CaseIterable {
        case bool, int, long, real, string, datetime
    }

    public var name: String
    public var type: ValueType

    public init(_ name: String, _ type: ValueType) {
        self.name = name
        self.type = type
    }
}
