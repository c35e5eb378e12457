import Foundation
import MoatLogsTestSupport
import Testing

@testable import MoatLogs

/// The schemas in `schemas`, the tables, and Azure's documentation say the same.
struct LogTableSchemaTests {
    private static func documented() throws -> [String: [String: String]] {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Fixtures/tables.json")
        return try JSONDecoder().decode([String: [String: String]].self, from: Data(contentsOf: file))
    }

    private static func tables() -> [String: [LogColumn]] {
        var tables = Dictionary(uniqueKeysWithValues: LogTable.allCases.map { ($0.rawValue, $0.columns) })
        tables[LegacyLog.tableName] = LegacyLog.columns
        return tables
    }

    /// A schema as the file has it.
    private static func members(_ name: String) throws -> [String: JSONValue] {
        let file = LogTableSchema.directory.appendingPathComponent("\(name).schema.json")
        guard case .object(let members) = try JSONDecoder().decode(JSONValue.self, from: Data(contentsOf: file)) else {
            throw CocoaError(.fileReadCorruptFile)
        }
        return members
    }

    @Test func everyTableHasTheDocumentedColumns() throws {
        let unfilled = UnfilledLog.tables.map { ($0.name, $0.columns) }
        let tables = Self.tables().merging(unfilled) { table, _ in table }
        let documented = try Self.documented()
        #expect(Set(documented.keys) == Set(tables.keys))
        for (name, columns) in tables {
            let types = Dictionary(uniqueKeysWithValues: columns.map { ($0.name, $0.type.rawValue) })
            #expect(types == documented[name], "\(name)")
        }
    }

    @Test func everyTableHasASchemaWithItsColumns() throws {
        let tables = Self.tables()
        #expect(Set(try LogTableSchema.schemas().keys) == Set(tables.keys))
        for (name, columns) in tables {
            let schema = try Self.members(name)
            #expect(schema["title"] == .string(name))
            #expect(schema["additionalProperties"] == .bool(false))
            guard case .object(let properties)? = schema["properties"],
                case .array(let required)? = schema["required"]
            else {
                Issue.record("\(name) lists no columns")
                continue
            }
            #expect(Set(properties.keys) == Set(columns.map(\.name)), "\(name)")
            #expect(Set(required) == Set(columns.map { .string($0.name) }), "\(name)")
            for column in columns {
                guard case .object(let property)? = properties[column.name] else { continue }
                try check(property, column, in: name)
            }
        }
    }

    private func check(_ property: [String: JSONValue], _ column: LogColumn, in table: String) throws {
        let place: Comment = "\(table).\(column.name)"
        guard case .string(let description)? = property["description"] else {
            Issue.record("\(place) has no description")
            return
        }
        #expect(!description.isEmpty, place)
        let types: [LogColumn.ValueType: String] = [
            .bool: "boolean", .int: "integer", .long: "integer", .real: "number", .string: "string",
            .datetime: "string",
        ]
        #expect(property["type"] == types[column.type].map { .string($0) }, place)
        switch column.type {
        case .datetime: #expect(property["format"] == .string("date-time") && property["pattern"] != nil, place)
        case .int, .long:
            guard case .integer(let minimum)? = property["minimum"], case .integer(let maximum)? = property["maximum"]
            else {
                Issue.record("\(place) has no range")
                return
            }
            #expect(minimum >= 0, place)
            #expect(column.type == .long || maximum <= Int64(Int32.max), place)
        case .bool, .real, .string: break
        }
    }

    @Test func closedValuesAreThoseOfTheRecords() throws {
        let flow = try Self.choices("MoatFlow", "CloseReason")
        let reasons: [MoatFlow.CloseReason] = [.closed, .reset, .timeout, .policyChange, .deleted, .firewallStop]
        #expect(flow == reasons.map(\.rawValue))
        let flags: [AZFWFlowTrace.Flag] = [.synAck, .fin, .finAck, .rst, .invalid]
        #expect(try Self.choices("AZFWFlowTrace", "Flag") == flags.map(\.rawValue))
        #expect(try Self.choices("AZFWNetworkRule", "Action") == ["Allow", "Deny"])
        #expect(try Self.choices("MoatWaf", "Action") == MoatWaf.Action.allCases.map(\.rawValue))
        #expect(try Self.choices("MoatWaf", "Severity") == MoatWaf.Severity.allCases.map(\.rawValue))
    }

    private static func choices(_ table: String, _ column: String) throws -> [String] {
        guard case .object(let properties)? = try members(table)["properties"],
            case .object(let property)? = properties[column], case .array(let values)? = property["enum"]
        else { return [] }
        return values.compactMap { if case .string(let text) = $0 { text } else { nil } }
    }

    @Test func recordsFitTheirSchemas() throws {
        for record in [
            try LogRecordTests.networkRule(), try LogRecordTests.natRule(), try LogRecordTests.applicationRule(),
            try LogRecordTests.dnsQuery(), LogRecordTests.resolutionFailure(server: nil),
            try LogRecordTests.flow(translated: "10.0.4.4"), try LogRecordTests.flow(translated: nil),
            try LogRecordTests.flowTrace(), try LogRecordTests.fatFlow(),
            try LogRecordTests.ingressAccess(), try LogRecordTests.waf(),
        ] + (try LogRecordTests.aggregations()) {
            try LogTableSchema.check(record.line(LogOrigin(firewall: "edge")).json)
        }
    }

    @Test(arguments: [
        (#""Action":"Allow""#, #""Action":"allow""#), (#""SourcePort":40000"#, #""SourcePort":65536"#),
        (#""SourcePort":40000"#, #""SourcePort":"40000""#), (#""SourcePort":40000"#, #""SourcePort":1.5"#),
        (#""SourcePort":40000,"#, ""), (#""Rule":"#, #""Extra":1,"Rule":"#), (#"123456Z"#, #"123Z"#),
        (#"2026-11-23T"#, #"2026-13-23T"#), (#""SourceSystem":"Moat""#, #""SourceSystem":null"#),
        (#""AZFWNetworkRule""#, #""Unknown""#),
    ])
    func whatDoesNotFitIsRefused(part: String, other: String) throws {
        let text = String(
            decoding: try LogRecordTests.networkRule().line(LogOrigin(firewall: "edge")).json, as: UTF8.self)
        try LogTableSchema.check(Data(text.utf8))
        let changed = text.replacingOccurrences(of: part, with: other)
        #expect(changed != text)
        #expect(throws: JSONSchemaError.self) { try LogTableSchema.check(Data(changed.utf8)) }
    }

    @Test func anUnknownKeywordIsAnError() {
        #expect(throws: JSONSchemaError.self) { try JSONSchema(.object(["maxLength": .integer(3)])) }
        #expect(throws: JSONSchemaError.self) { try JSONSchema(.object(["format": .string("ipv4")])) }
    }
}
