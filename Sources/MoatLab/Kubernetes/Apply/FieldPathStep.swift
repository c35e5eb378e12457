/// One step of the way to a field, as `managedFields` has it.
enum FieldPathStep: Hashable, Comparable, Sendable {
    /// A member of an object: `f:spec`.
    case field(String)
    /// The item of a list with these keys: `k:{"port":80,"protocol":"TCP"}`.
    case item([String: JSONValue])
    /// The item of a set: `v:"kubernetes"`.
    case value(JSONValue)

    init?(text: String) {
        let rest = Array(text.utf8.dropFirst(2))
        switch text.prefix(2) {
        case "f:": self = .field(String(text.dropFirst(2)))
        case "k:":
            guard let keys = try? JSONParser.parse(rest).value.object else { return nil }
            self = .item(keys)
        case "v:":
            guard let value = try? JSONParser.parse(rest).value else { return nil }
            self = .value(value)
        default: return nil
        }
    }

    var text: String {
        switch self {
        case .field(let name): "f:\(name)"
        case .item(let keys): "k:\(String(decoding: JSONValue.object(keys).bytes, as: UTF8.self))"
        case .value(let value): "v:\(String(decoding: value.bytes, as: UTF8.self))"
        }
    }

    /// As it stands in messages: `.spec`, `[port=80,protocol="TCP"]`.
    var readable: String {
        switch self {
        case .field(let name): ".\(name)"
        case .item(let keys):
            "["
                + keys.sorted { $0.key < $1.key }
                .map { "\($0.key)=\(String(decoding: $0.value.bytes, as: UTF8.self))" }.joined(separator: ",") + "]"
        case .value(let value): "[=\(String(decoding: value.bytes, as: UTF8.self))]"
        }
    }

    static func < (lhs: Self, rhs: Self) -> Bool {
        lhs.text < rhs.text
    }
}
