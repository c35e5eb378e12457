/// Something that happened to a Service, for those who look at it with kubectl.
public struct LoadBalancerEvent: Hashable, Sendable {
    public var service: ObjectReference
    public var type: EventType
    /// One word in CamelCase.
    public var reason: String
    public var message: String

    public init(_ service: ObjectReference, _ type: EventType, _ reason: String, _ message: String) {
        self.service = service
        self.type = type
        self.reason = reason
        self.message = message
    }
}
