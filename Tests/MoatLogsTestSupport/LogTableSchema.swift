public import Foundation

/// The JSON Schemas of the log tables, in `schemas` of the source tree.
public enum LogTableSchema {
    public static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../schemas").standardizedFileURL

    private static let all = Result {
        var schemas: [String: JSONSchema] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: directory.path)
        where name.hasSuffix(suffix) {
            let data = try Data(contentsOf: directory.appendingPathComponent(name))
            let schema = try JSONSchema(try JSONDecoder().decode(JSONValue.self, from: data))
            schemas[String(name.dropLast(suffix.count))] = schema
        }
        return schemas
    }

    private static let suffix = ".schema.json"

    /// The schemas by the names of their tables.
    public static func schemas() throws -> [String: JSONSchema] { try all.get() }

    /// - Throws: `JSONSchemaError` with the record and what is wrong with it.
    public static func check(_ json: Data) throws {
        let record = try JSONDecoder().decode(JSONValue.self, from: json)
        guard case .object(let columns) = record, case .string(let table)? = columns["Type"],
            let schema = try schemas()[table]
        else { throw JSONSchemaError("no record of a table: \(String(decoding: json, as: UTF8.self))") }
        let violations = schema.violations(record)
        guard violations.isEmpty else {
            throw JSONSchemaError(
                "\(violations.joined(separator: "; ")), in \(String(decoding: json, as: UTF8.self))")
        }
    }
}
