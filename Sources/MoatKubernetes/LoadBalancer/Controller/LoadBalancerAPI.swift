/// What the load balancer asks of a Kubernetes API, watches aside.
public protocol LoadBalancerAPI: Sendable {
    /// The Service as it is now; nil where there is none.
    func service(_ key: ObjectKey) async throws -> Service?

    /// Makes a change, and gives the Service as it is then.
    ///
    /// - Throws: `LoadBalancerAPIError`, and what says that the API gave no answer
    func write(_ write: ServiceWrite) async throws -> Service

    /// Tells what happened, later and as well as it goes: it must not make the caller wait.
    func record(_ event: LoadBalancerEvent)
}

/// What an API says of a change, so that something else than trying again is right.
public enum LoadBalancerAPIError: Error, Hashable, Sendable {
    /// The object is in another state.
    case conflict
    case notFound
}
