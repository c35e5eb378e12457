extension JSONValue {
    /// Whether objects and lists lie within each other more than `levels` deep. A value that is
    /// neither has no level of its own.
    func isNested(deeperThan levels: Int) -> Bool {
        switch self {
        case .object(let members): levels == 0 || members.values.contains { $0.isNested(deeperThan: levels - 1) }
        case .array(let elements): levels == 0 || elements.contains { $0.isNested(deeperThan: levels - 1) }
        case .null, .bool, .integer, .number, .string: false
        }
    }
}
