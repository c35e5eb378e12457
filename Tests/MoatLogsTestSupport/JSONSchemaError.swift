/// Why a schema cannot be used, or what a value has that its schema forbids.
public struct JSONSchemaError: Error, CustomStringConvertible {
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
