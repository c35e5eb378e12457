/// A word out of a set that servers may add to. A word that is not known here is kept, equals
/// none of the known ones, and is no error.
public protocol OpenEnumeration: RawRepresentable, Codable, Hashable, Sendable, CustomStringConvertible
where RawValue == String {
    init(rawValue: String)
}

extension OpenEnumeration {
    public var description: String { rawValue }
}
