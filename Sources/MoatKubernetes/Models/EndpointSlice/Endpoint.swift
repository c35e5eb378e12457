/// An address that takes a Service's traffic.
public struct Endpoint: Codable, Hashable, Sendable {
    /// At least one; they all are of the same endpoint, and the first is to be used.
    @ZeroIfAbsent public var addresses: [String]
    @ZeroIfAbsent public var conditions: EndpointConditions
    public var hostname: String?
    public var nodeName: String?
    public var zone: String?
    /// The pod, most often.
    public var targetRef: ObjectReference?

    public init(
        addresses: [String] = [], conditions: EndpointConditions = EndpointConditions(), hostname: String? = nil,
        nodeName: String? = nil, zone: String? = nil, targetRef: ObjectReference? = nil
    ) {
        self.addresses = addresses
        self.conditions = conditions
        self.hostname = hostname
        self.nodeName = nodeName
        self.zone = zone
        self.targetRef = targetRef
    }
}
