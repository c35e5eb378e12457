/// A change of a Service that the load balancer makes. It only holds for the state of the object
/// that `resourceVersion` names; nil is any.
public struct ServiceWrite: Hashable, Sendable {
    public enum Change: Hashable, Sendable {
        /// All finalizers that the object has then.
        case finalizers([String])
        /// All ingress points and conditions that the object has then.
        case status(ServiceStatus)
    }

    public var service: ObjectKey
    public var resourceVersion: String?
    public var change: Change

    public init(_ service: ObjectKey, resourceVersion: String?, _ change: Change) {
        self.service = service
        self.resourceVersion = resourceVersion
        self.change = change
    }
}
