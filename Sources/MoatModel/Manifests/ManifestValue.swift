/// A tree of plain data as a manifest holds it, whichever text it came from. Objects keep
/// the order of their keys and every value may know its place in the text.
public struct ManifestValue: Sendable {
    public enum Content: Sendable {
        case null
        case bool(Bool)
        case int(Int)
        case double(Double)
        case string(String)
        case array([ManifestValue])
        case object([Member])
    }

    /// One key of an object with its value.
    public struct Member: Sendable {
        public var key: String
        /// Where the key stands.
        public var mark: Mark?
        public var value: ManifestValue

        public init(_ key: String, _ value: ManifestValue, mark: Mark? = nil) {
            self.key = key
            self.value = value
            self.mark = mark
        }
    }

    /// Line and column, counted from 1.
    public struct Mark: Hashable, Sendable {
        public var line: Int
        public var column: Int

        public init(line: Int, column: Int) {
            self.line = line
            self.column = column
        }
    }

    public var content: Content
    public var mark: Mark?

    public init(_ content: Content, mark: Mark? = nil) {
        self.content = content
        self.mark = mark
    }

    /// The value of a key of an object; nil where this is no object or has no such key.
    public subscript(key: String) -> ManifestValue? {
        guard case .object(let members) = content else { return nil }
        return members.first { $0.key == key }?.value
    }

    /// What to call the value in a message: `a list`, `text`.
    var typeName: String {
        switch content {
        case .null: "null"
        case .bool: "true or false"
        case .int, .double: "a number"
        case .string: "text"
        case .array: "a list"
        case .object: "an object"
        }
    }
}

extension ManifestValue {
    /// How deep objects and lists may lie in each other; a manifest needs eight levels.
    static let maximumDepth = 64
    /// How many values one document may hold after its aliases are expanded.
    static let maximumCount = 1_000_000
}
