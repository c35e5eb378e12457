/// A JSON value (RFC 8259). Integers are kept apart from other numbers, as Kubernetes does.
enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// A member of an object. What is set to nil is removed; a value that is no object becomes
    /// one when a member is set.
    subscript(key: String) -> JSONValue? {
        get {
            if case .object(let members) = self { members[key] } else { nil }
        }
        set {
            if case .object(var members) = self {
                // The members are moved out and in, so that they are changed in place.
                self = .null
                members[key] = newValue
                self = .object(members)
            } else if let newValue {
                self = .object([key: newValue])
            }
        }
    }

    /// A member several levels below. Levels that are missing are made when a value is set.
    subscript(path: [String]) -> JSONValue? {
        get {
            var value = self
            for key in path {
                guard case .object(let members) = value, let member = members[key] else { return nil }
                value = member
            }
            return value
        }
        set { set(newValue, at: path[...]) }
    }

    private mutating func set(_ value: JSONValue?, at path: ArraySlice<String>) {
        guard let first = path.first else {
            if let value { self = value }
            return
        }
        guard path.count > 1 else {
            self[first] = value
            return
        }
        guard var member = self[first] ?? (value == nil ? nil : .object([:])) else { return }
        self[first] = .null
        member.set(value, at: path.dropFirst())
        self[first] = member
    }

    var string: String? {
        if case .string(let value) = self { value } else { nil }
    }

    var integer: Int64? {
        if case .integer(let value) = self { value } else { nil }
    }

    var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    var array: [JSONValue]? {
        if case .array(let value) = self { value } else { nil }
    }

    var object: [String: JSONValue]? {
        if case .object(let value) = self { value } else { nil }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    init(stringLiteral value: String) { self = .string(value) }
    init(integerLiteral value: Int64) { self = .integer(value) }
    init(booleanLiteral value: Bool) { self = .bool(value) }
    init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(Dictionary(elements, uniquingKeysWith: { $1 }))
    }
}
