/// What the `Prefer` header of a question asks for (RFC 7240; learn.microsoft.com,
/// azure/azure-monitor/logs/api/prefer-options). Preferences that are not known are passed
/// over, as the RFC wants it.
public struct QueryPreferences: Hashable, Sendable {
    /// Seconds that the query may take.
    public var wait: Int
    public var includesStatistics: Bool
    public var includesRender: Bool
    /// Rows at most; Moat's own, `moat-rows=N`.
    public var rows: Int

    /// What Azure gives without being asked is 3 minutes; here it is less, since a query shares
    /// its machine with the firewall.
    public static let defaultWait = 30
    public static let maximumWait = 600
    public static let maximumRows = 500_000

    public init(
        wait: Int = defaultWait, includesStatistics: Bool = false, includesRender: Bool = false,
        rows: Int = maximumRows
    ) {
        self.wait = wait
        self.includesStatistics = includesStatistics
        self.includesRender = includesRender
        self.rows = rows
    }

    /// - Throws: `QueryError` for a number that is out of range.
    public init(header: String) throws(QueryError) {
        self.init()
        for part in header.split(whereSeparator: { $0 == "," || $0 == ";" }) {
            let pair = part.split(separator: "=", maxSplits: 1).map {
                $0.trimmingPrefix(while: \.isWhitespace).lowercased()
            }
            let name = pair.first?.split(separator: " ").first ?? ""
            let value = (pair.count > 1 ? pair[1] : "").filter { $0 != "\"" && !$0.isWhitespace }
            switch name {
            case "wait": wait = try Self.number(value, "wait", 1...Self.maximumWait)
            case "moat-rows": rows = try Self.number(value, "moat-rows", 1...Self.maximumRows)
            case "include-statistics": includesStatistics = value == "true"
            case "include-render": includesRender = value == "true"
            default: continue
            }
        }
    }

    private static func number(_ text: String, _ name: String, _ range: ClosedRange<Int>) throws(QueryError) -> Int {
        guard let number = Int(text), range.contains(number) else {
            throw .badArgument(
                "Prefer: \(name)=\(text): write a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// As a header.
    public var header: String {
        var parts = ["wait=\(wait)"]
        if includesStatistics { parts.append("include-statistics=true") }
        if includesRender { parts.append("include-render=true") }
        if rows != Self.maximumRows { parts.append("moat-rows=\(rows)") }
        return parts.joined(separator: ",")
    }
}
