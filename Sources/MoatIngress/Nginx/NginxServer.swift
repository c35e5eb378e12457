import MoatModel

/// The blocks of a host.
struct NginxServer {
    private let server: IngressServer
    private let settings: IngressSettings
    private let profiles: WAFProfiles

    init(_ server: IngressServer, _ settings: IngressSettings, _ profiles: WAFProfiles) {
        self.server = server
        self.settings = settings
        self.profiles = profiles
    }

    func write(to writer: inout NginxWriter) {
        // The usual case has a server of its own without locations: a condition in each would take the
        // memory of another location.
        let redirects = server.locations.map(\.options.redirectsToHTTPS)
        guard redirects.contains(true), !redirects.contains(false) else {
            return writer.block("server") { writer in
                addListen(http: true, https: true, to: &writer)
                addLocations(mixed: redirects.contains(true), to: &writer)
            }
        }
        writer.block("server") { writer in
            addListen(http: true, https: false, to: &writer)
            writer.addHead()
            writer.add(redirect)
        }
        writer.block("server") { writer in
            addListen(http: false, https: true, to: &writer)
            addLocations(mixed: false, to: &writer)
        }
    }

    /// Clients know the ports of the schemes, whichever these are forwarded to.
    private let redirect = "return 308 https://$host$request_uri"

    private func addListen(http: Bool, https: Bool, to writer: inout NginxWriter) {
        let isDefault = server.host == nil ? " default_server" : ""
        for address in settings.listenAddresses {
            let host =
                switch address {
                case .v4: "\(address)"
                case .v6: "[\(address)]"
                }
            if http { writer.add("listen \(host):\(settings.httpPort)\(isDefault)") }
            if https { writer.add("listen \(host):\(settings.httpsPort) ssl http2\(isDefault)") }
        }
        writer.add("server_name \(serverName)")
    }

    /// A wildcard of nginx stands for any number of labels, one of Kubernetes for exactly one.
    private var serverName: String {
        guard let host = server.host else { return "_" }
        guard host.isWildcard else { return host.description }
        let rest = host.description.dropFirst(1).split(separator: ".", omittingEmptySubsequences: false)
        return #"~^[^.]+"# + rest.joined(separator: #"\."#) + "$"
    }

    private func addLocations(mixed: Bool, to writer: inout NginxWriter) {
        if server.locations.contains(where: \.isProxied) {
            writer.block("location @moat_unavailable") { writer in
                writer.addHead()
                writer.add("return 503")
            }
        }
        let exact = Set(server.locations.filter { $0.match == .exact }.map(\.path.description))
        for location in server.locations {
            let rendered = rendered(location, mixed: mixed)
            let trimmed = location.path.trimmed
            if location.match == .exact {
                rendered.write(exact: location.path.description, to: &writer)
                continue
            }
            // Whole elements: the path itself, and what is below it.
            if !trimmed.isEmpty, !exact.contains(trimmed) { rendered.write(exact: trimmed, to: &writer) }
            rendered.write(below: trimmed + "/", to: &writer)
        }
        for location in server.locations where location.match == .exact {
            addWithoutSlash(location.path, mixed: mixed, to: &writer)
        }
    }

    /// nginx redirects `/foo` to `/foo/` where that has a location that passes requests on and `/foo` has
    /// none. For Kubernetes they are two paths: it goes where it goes without the longer one.
    private func addWithoutSlash(_ path: RoutePath, mixed: Bool, to writer: inout NginxWriter) {
        let trimmed = path.trimmed
        guard path.description.hasSuffix("/"), !trimmed.isEmpty,
            !server.locations.contains(where: { $0.matchesItself(trimmed) }),
            let taker = server.locations.first(where: {
                $0.match == .prefix && trimmed.hasPrefix($0.path.trimmed + "/")
            })
        else { return }
        rendered(taker, mixed: mixed).write(exact: trimmed, to: &writer)
    }

    private func rendered(_ location: IngressLocation, mixed: Bool) -> NginxLocation {
        let isRedirected = mixed && location.options.redirectsToHTTPS
        return NginxLocation(location, profiles, redirect: isRedirected ? redirect : nil, settings)
    }
}

extension IngressLocation {
    /// Whether the location is for the path itself, which has no slash at its end.
    fileprivate func matchesItself(_ path: String) -> Bool {
        match == .exact ? self.path.description == path : self.path.trimmed == path
    }
}
