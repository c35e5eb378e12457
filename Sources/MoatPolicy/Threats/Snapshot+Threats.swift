public import MoatModel

extension Snapshot {
    /// Whether the far end of a flow is listed: the source of what comes from outside, the
    /// destination of what leaves. The allow-list wins, and no feed can list the firewall or
    /// its own network.
    func threat(in flow: Flow) -> ThreatMatch? {
        flow.side == .public ? threat(of: flow.source, .source) : threat(of: flow.destination, .destination)
    }

    /// Whether an address that a name stands for is listed.
    public func threat(ofDestination address: IPAddress) -> ThreatMatch? {
        threat(of: address, .destination)
    }

    private func threat(of address: IPAddress, _ subject: ThreatMatch.Subject) -> ThreatMatch? {
        guard let threats, let action = threatPolicy.action, let info = threats.info(of: address),
            !isExempt(address)
        else { return nil }
        return ThreatMatch(action: action, subject: subject, info: info)
    }

    /// Whether a name that a client asks for is listed.
    public func threat(ofName name: String) -> ThreatMatch? {
        guard judgesNames else { return nil }
        return HostName.withNormalized(name) { name in name.flatMap { threat(ofNormalized: $0) } }
    }

    /// Whether a name in lower case, without its trailing dot and not empty, is listed.
    public func threat(ofNormalized name: UnsafeBufferPointer<UInt8>) -> ThreatMatch? {
        guard let threats, let action = threatPolicy.action, let info = threats.fetched.info(ofName: name),
            !threatPolicy.allows(name: name)
        else { return nil }
        return ThreatMatch(action: action, subject: .name, info: info)
    }

    /// Whether the URL of a request is listed.
    func threat(of url: ThreatURL, host: UnsafeBufferPointer<UInt8>) -> ThreatMatch? {
        guard let threats, let action = threatPolicy.action, let info = threats.info(of: url),
            !threatPolicy.allows(name: host)
        else { return nil }
        return ThreatMatch(action: action, subject: .url, info: info)
    }

    /// Whether a URL is listed.
    public func threat(ofURL url: ThreatURL) -> ThreatMatch? {
        guard judgesURLs else { return nil }
        let host = url.key.prefix { $0 != "/" && $0 != ":" }
        return HostName.withNormalized(String(host)) { host in host.flatMap { threat(of: url, host: $0) } }
    }

    /// Whether names have to be compared with listed ones.
    public var judgesNames: Bool {
        threats?.fetched.hasNames == true
    }

    /// Whether requests have to be compared with listed URLs.
    var judgesURLs: Bool {
        threats?.fetched.hasURLs == true
    }

    func isExempt(_ address: IPAddress) -> Bool {
        threatPolicy.allows(address) || isOwnAddress(address) || localPrefixes.contains { $0.contains(address) }
    }
}
