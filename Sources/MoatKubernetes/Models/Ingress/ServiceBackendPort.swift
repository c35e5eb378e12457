/// A port of a Service, by name or number.
public struct ServiceBackendPort: ZeroValue, Sendable {
    public var name: String?
    public var number: Int32?

    public init() {}

    public init(name: String? = nil, number: Int32? = nil) {
        self.name = name
        self.number = number
    }
}
