/// A column of a table of objects.
struct TableColumn: Sendable {
    var name: String
    /// `string` or `integer`
    var type: String
    /// `name` for the column that names the object.
    var format: String
    /// Shown by `kubectl get -o wide` alone.
    var isWide: Bool
    /// The cell of an object as of a moment.
    var cell: @Sendable (_ object: JSONValue, _ now: APITime) -> JSONValue

    init(
        _ name: String, wide: Bool = false, type: String = "string", format: String = "",
        _ cell: @escaping @Sendable (_ object: JSONValue, _ now: APITime) -> JSONValue
    ) {
        self.name = name
        self.type = type
        self.format = format
        self.isWide = wide
        self.cell = cell
    }

    /// A column of text that does not depend on the time.
    static func text(
        _ name: String, wide: Bool = false, _ cell: @escaping @Sendable (_ object: JSONValue) -> String
    ) -> TableColumn {
        TableColumn(name, wide: wide) { object, _ in .string(cell(object)) }
    }

    /// What `object` has at `path`, or else `missing`.
    static func field(_ name: String, wide: Bool = false, _ path: String..., missing: String = "") -> TableColumn {
        .text(name, wide: wide) { $0[path]?.string.flatMap { $0.isEmpty ? nil : $0 } ?? missing }
    }

    static let objectName = TableColumn("Name", format: "name") { object, _ in
        object[["metadata", "name"]] ?? .string("")
    }

    static let age = TableColumn("Age") { object, now in
        .string(age(of: object[["metadata", "creationTimestamp"]], now: now))
    }

    /// How long ago a moment was; `<unknown>` where there is none.
    static func age(of moment: JSONValue?, now: APITime) -> String {
        guard let time = moment?.string.flatMap(APITime.init) else { return "<unknown>" }
        return HumanDuration.text(seconds: now.seconds - time.seconds)
    }

    var definition: JSONValue {
        .object([
            "name": .string(name), "type": .string(type), "format": .string(format), "description": .string(name),
            "priority": .integer(isWide ? 1 : 0),
        ])
    }
}
