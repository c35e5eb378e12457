/// A field that may be absent, or null, in what the API sends, and then has its zero value, which
/// is not written either: what `omitempty` means in the API's own types.
@propertyWrapper
public struct ZeroIfAbsent<Value: ZeroValue>: Hashable {
    public var wrappedValue: Value

    public init() {
        wrappedValue = Value()
    }

    public init(wrappedValue: Value) {
        self.wrappedValue = wrappedValue
    }
}

extension ZeroIfAbsent: Sendable where Value: Sendable {}

extension ZeroIfAbsent: Codable {
    public init(from decoder: any Decoder) throws {
        wrappedValue = try Value(from: decoder)
    }

    public func encode(to encoder: any Encoder) throws {
        try wrappedValue.encode(to: encoder)
    }
}

// What the compiler makes for `Codable` calls these instead of the general forms, which would
// want the field to be there.

extension KeyedDecodingContainer {
    func decode<Value>(_ type: ZeroIfAbsent<Value>.Type, forKey key: Key) throws -> ZeroIfAbsent<Value> {
        ZeroIfAbsent(wrappedValue: try decodeIfPresent(Value.self, forKey: key) ?? Value())
    }
}

extension KeyedEncodingContainer {
    mutating func encode<Value>(_ value: ZeroIfAbsent<Value>, forKey key: Key) throws {
        guard value.wrappedValue != Value() else { return }
        try encode(value.wrappedValue, forKey: key)
    }
}
