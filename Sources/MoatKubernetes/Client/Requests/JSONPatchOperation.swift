/// One step of a JSON Patch (RFC 6902). The steps of a patch are taken all or none.
public struct JSONPatchOperation: Hashable, Sendable {
    private var members: [String: JSONValue]

    private init(_ operation: String, _ path: [String], _ value: JSONValue? = nil) {
        members = ["op": .string(operation), "path": .string(Self.pointer(path))]
        members["value"] = value
    }

    /// Adds or replaces a member, or inserts into a list; `-` is the place after its last element.
    /// The parts of a path are keys and indices as they are, without escapes.
    public static func add(_ path: [String], _ value: JSONValue) -> Self { Self("add", path, value) }

    /// Replaces what is there, and fails where nothing is.
    public static func replace(_ path: [String], _ value: JSONValue) -> Self { Self("replace", path, value) }

    /// Removes what is there, and fails where nothing is.
    public static func remove(_ path: [String]) -> Self { Self("remove", path) }

    /// Fails where something else is there.
    public static func test(_ path: [String], _ value: JSONValue) -> Self { Self("test", path, value) }

    var json: JSONValue { .object(members) }

    /// A JSON Pointer (RFC 6901, section 3).
    private static func pointer(_ path: [String]) -> String {
        path.map { part in
            var escaped = "/"
            for character in part.unicodeScalars {
                switch character {
                case "~": escaped += "~0"
                case "/": escaped += "~1"
                default: escaped.unicodeScalars.append(character)
                }
            }
            return escaped
        }.joined()
    }
}
