import MoatAnalysis
import MoatLogs
import MoatModel

extension FlowSightings {
    private static let hours = 24
    /// Seconds; whoever asks waits for an explanation, not for this.
    private static let wait = 5

    /// Looks for a flow in the logs of the last day: source, destination and port, whatever the port
    /// of the source. `addresses` are those of a name; rules that go by address are judged by the first.
    ///
    /// - Throws: `QueryError`, `CancellationError`
    init(_ flow: FlowExpression, addresses: [IPAddress], in engine: QueryEngine) async throws {
        let address = flow.destination ?? addresses.first { $0.family == flow.source.family }
        let name = flow.target?.name ?? flow.destination?.description ?? ""
        let answer = try await engine.answer(
            QueryRequest(query: Self.query(flow, name: name, address: address), timespan: "PT\(Self.hours)H"),
            QueryPreferences(wait: Self.wait, rows: 100))
        let actions = answer.rows.compactMap { row -> Action? in
            guard row.count == 2, case .string(let name) = row[0], case .integer(let count) = row[1] else { return nil }
            return Action(name: name, count: Int(count))
        }
        self.init(hours: Self.hours, destination: name, actions: actions)
    }

    /// Addresses and names of hosts have no character that would need an escape in a text.
    private static func query(_ flow: FlowExpression, name: String, address: IPAddress?) -> String {
        let port = flow.destinationPort
        let source = "SourceIp == '\(flow.source)' and DestinationPort == \(port)"
        var tables: [String] = []
        if let address {
            let tuple = "\(source) and DestinationIp == '\(address)' and Protocol =~ '\(flow.ipProtocol)'"
            tables = [
                "(AZFWNetworkRule | where \(tuple) | project Action)",
                "(AZFWNatRule | where \(tuple) | project Action = 'DNAT')",
            ]
        }
        if flow.ipProtocol == .tcp {
            tables.append("(AZFWApplicationRule | where \(source) and Fqdn =~ '\(name)' | project Action)")
        }
        // A table without the flow, so that there is one where none of the others is.
        tables.append("(datatable(Action: string)[])")
        return
            "union \(tables.joined(separator: ", ")) | summarize Count = count() by Action | order by Count desc, Action asc"
    }
}
