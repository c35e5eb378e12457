import Foundation

/// A JSON Schema (draft 2020-12) with the keywords that the schemas of the log tables use; any
/// other keyword is an error, so that none is passed over.
public struct JSONSchema: Sendable {
    private var types: Set<String>?
    private var constant: JSONValue?
    private var choices: [JSONValue]?
    private var pattern: NSRegularExpression?
    private var minimum: Int64?
    private var maximum: Int64?
    private var isDateTime = false
    private var isClosed = false
    private var required: [String] = []
    /// The schemas of an object's members by name.
    public private(set) var properties: [String: JSONSchema] = [:]

    /// - Throws: `JSONSchemaError` where the schema has a keyword that is not known here.
    public init(_ value: JSONValue) throws {
        guard case .object(let keywords) = value else { throw JSONSchemaError("a schema is an object") }
        for (keyword, value) in keywords {
            switch (keyword, value) {
            case ("$schema", .string("https://json-schema.org/draft/2020-12/schema")): break
            case ("title", .string), ("description", .string): break
            case ("type", .string(let name)): types = [name]
            case ("const", _): constant = value
            case ("enum", .array(let values)): choices = values
            case ("pattern", .string(let text)): pattern = try NSRegularExpression(pattern: text)
            case ("format", .string("date-time")): isDateTime = true
            case ("minimum", .integer(let number)): minimum = number
            case ("maximum", .integer(let number)): maximum = number
            case ("properties", .object(let members)): properties = try members.mapValues { try JSONSchema($0) }
            case ("additionalProperties", .bool(let isOpen)): isClosed = !isOpen
            case ("required", .array(let names)):
                required = try names.map {
                    guard case .string(let name) = $0 else { throw JSONSchemaError("required lists names") }
                    return name
                }
            default: throw JSONSchemaError("the keyword \(keyword) with \(value) is not known")
            }
        }
    }

    /// What is wrong with a value; empty where nothing is.
    public func violations(_ value: JSONValue, at place: String = "the record") -> [String] {
        var found: [String] = []
        if let types, types.isDisjoint(with: Self.types(of: value)) {
            return ["\(place) is not of type \(types.sorted().joined(separator: ", ")): \(value)"]
        }
        if let constant, !Self.equal(constant, value) { found.append("\(place) is not \(constant): \(value)") }
        if let choices, !choices.contains(where: { Self.equal($0, value) }) {
            found.append("\(place) is none of its values: \(value)")
        }
        switch value {
        case .string(let text): found += violations(text, place)
        case .integer(let number):
            if let minimum, number < minimum { found.append("\(place) is less than \(minimum): \(number)") }
            if let maximum, number > maximum { found.append("\(place) is more than \(maximum): \(number)") }
        case .real(let number):
            if let minimum, number < Double(minimum) { found.append("\(place) is less than \(minimum): \(number)") }
            if let maximum, number > Double(maximum) { found.append("\(place) is more than \(maximum): \(number)") }
        case .object(let members): found += violations(members, place)
        case .null, .bool, .array: break
        }
        return found
    }

    private func violations(_ text: String, _ place: String) -> [String] {
        var found: [String] = []
        let range = NSRange(text.startIndex..., in: text)
        if let pattern, pattern.firstMatch(in: text, range: range) == nil {
            found.append("\(place) does not match \(pattern.pattern): \(text)")
        }
        if isDateTime, !DateTimeFormat.holds(text) {
            found.append("\(place) is no date and time: \(text)")
        }
        return found
    }

    private func violations(_ members: [String: JSONValue], _ place: String) -> [String] {
        var found = required.filter { members[$0] == nil }.map { "\(place) has no \($0)" }
        for (name, value) in members.sorted(by: { $0.key < $1.key }) {
            if let schema = properties[name] {
                found += schema.violations(value, at: name)
            } else if isClosed {
                found.append("\(place) has a column too many: \(name)")
            }
        }
        return found
    }

    /// In JSON Schema a number without a fraction is an integer, however it is written.
    private static func types(of value: JSONValue) -> Set<String> {
        switch value {
        case .null: ["null"]
        case .bool: ["boolean"]
        case .integer: ["integer", "number"]
        case .real(let number): number == number.rounded() ? ["integer", "number"] : ["number"]
        case .string: ["string"]
        case .array: ["array"]
        case .object: ["object"]
        }
    }

    private static func equal(_ left: JSONValue, _ right: JSONValue) -> Bool {
        switch (left, right) {
        case (.integer(let left), .real(let right)), (.real(let right), .integer(let left)): Double(left) == right
        default: left == right
        }
    }
}
