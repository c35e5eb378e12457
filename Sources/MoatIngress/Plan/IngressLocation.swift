public import MoatKubernetes

/// What is done with the requests of some paths of a host.
public struct IngressLocation: Sendable, Equatable {
    public enum Match: String, Sendable, Hashable, Codable {
        /// The path alone, byte by byte.
        case exact
        /// The path and all below it, by its elements.
        case prefix
    }

    public enum Action: Sendable, Equatable {
        /// To an endpoint of the upstream of that name.
        case proxy(upstream: String)
        /// 301 to a place that is the same for all requests.
        case redirect(RedirectTarget)
        /// 404 with the controller's own page.
        case notFound
        /// 503: the Ingress names a Service or a port that is not there.
        case unavailable
    }

    public var match: Match
    public var path: RoutePath
    /// Nil for the controller's own default.
    public var ingress: ObjectKey?
    /// The Service that the Ingress names.
    public var service: ObjectKey?
    public var action: Action
    public var options: LocationOptions
}
