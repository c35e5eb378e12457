/// A value that has a form which says nothing, as the API leaves it out: an empty text or list, no,
/// zero, an object without fields.
public protocol ZeroValue: Codable, Hashable {
    /// The form that says nothing.
    init()
}

extension String: ZeroValue {}
extension Bool: ZeroValue {}
extension Int32: ZeroValue {}
extension Int64: ZeroValue {}
extension Array: ZeroValue where Element: Codable & Hashable {}
extension Dictionary: ZeroValue where Key: Codable, Value: Codable & Hashable {}
