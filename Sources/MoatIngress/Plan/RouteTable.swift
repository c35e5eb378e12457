import MoatKubernetes

/// The routes of all hosts while they are put together. Who comes first has a path.
struct RouteTable {
    struct Key: Hashable {
        var match: IngressLocation.Match
        /// Without the slash at its end where the match is by prefix: both are the same.
        var path: String

        init(_ match: IngressLocation.Match, _ path: RoutePath) {
            self.match = match
            self.path = match == .prefix ? path.trimmed : path.description
        }
    }

    private(set) var hosts: [RouteHost?: [Key: IngressLocation]] = [nil: [:]]

    mutating func addHost(_ host: RouteHost?) {
        if hosts[host] == nil { hosts[host] = [:] }
    }

    /// Nil where it was added, else the location that has the path.
    mutating func add(_ location: IngressLocation, to host: RouteHost?) -> IngressLocation? {
        let key = Key(location.match, location.path)
        if let taken = hosts[host]?[key] { return taken }
        hosts[host, default: [:]][key] = location
        return nil
    }

    func location(_ match: IngressLocation.Match, _ path: RoutePath, of host: RouteHost?) -> IngressLocation? {
        hosts[host]?[Key(match, path)]
    }

    mutating func setCanary(
        _ canary: IngressCanary, _ match: IngressLocation.Match, _ path: RoutePath, of host: RouteHost?
    ) {
        hosts[host]?[Key(match, path)]?.options.canary = canary
    }

    func hasRoot(_ host: RouteHost?) -> Bool {
        hosts[host]?[Key(.prefix, .root)] != nil
    }

    /// Names, then wildcards, then the one for all others; longer paths first, exact before prefix.
    func servers(_ certificates: CertificateTable) -> [IngressServer] {
        hosts.keys.sorted(by: Self.precedes).map { host in
            let hasTLS = host.map { certificates.isNamed($0) } ?? false
            var locations = hosts[host, default: [:]].sorted { left, right in
                let (left, right) = (left.key, right.key)
                if left.path == right.path { return left.match == .exact && right.match == .prefix }
                let (leftLength, rightLength) = (left.path.utf8.count, right.path.utf8.count)
                return leftLength == rightLength ? left.path < right.path : leftLength > rightLength
            }.map(\.value)
            for index in locations.indices {
                guard let host, locations[index].options.sslRedirect, let ingress = locations[index].ingress,
                    certificates.isNamed(host, in: ingress.namespace)
                else { continue }
                locations[index].options.redirectsToHTTPS = true
            }
            return IngressServer(host: host, hasTLS: hasTLS, locations: locations)
        }
    }

    private static func precedes(_ left: RouteHost?, _ right: RouteHost?) -> Bool {
        guard let left else { return false }
        guard let right else { return true }
        return left < right
    }
}
