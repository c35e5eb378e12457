import MoatServer

/// Live flows, the busiest first.
struct FlowsTable {
    let rows: [FlowRow]
    var style: Style = .plain

    var text: String {
        guard !rows.isEmpty else { return "No live flows." }
        let table = TableRenderer(
            columns: [
                .left("flow"), .left("name"), .left("translated"), .left("rule"), .right("sent"), .right("received"),
                .right("age"),
            ], style: style)
        return table.render(
            rows.map { row in
                [
                    .init(tuple(row)), .init(row.name ?? ""), .init(translation(row)),
                    row.rule.map { .init($0) } ?? .init("(rule \(row.ruleNumber), gone)", .dim),
                    .init(Humanized.bytes(row.bytesSent)), .init(Humanized.bytes(row.bytesReceived)),
                    .init(row.age.map { Humanized.duration(seconds: $0) } ?? ""),
                ]
            })
    }

    private func tuple(_ row: FlowRow) -> String {
        let name = row.protocol.lowercased()
        guard row.sourcePort != 0 || row.destinationPort != 0 else {
            return "\(row.source) -> \(row.destination) \(name)"
        }
        let source = Self.endpoint(row.source, row.sourcePort)
        return "\(source) -> \(Self.endpoint(row.destination, row.destinationPort))/\(name)"
    }

    private func translation(_ row: FlowRow) -> String {
        let source = row.translatedSource.map { "from \($0)" }
        let destination = row.translatedDestination.map { "to \($0)" }
        return [source, destination].compactMap { $0 }.joined(separator: " ")
    }

    private static func endpoint(_ address: String, _ port: UInt16) -> String {
        address.contains(":") ? "[\(address)]:\(port)" : "\(address):\(port)"
    }
}
