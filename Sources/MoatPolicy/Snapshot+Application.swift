public import MoatModel

extension Snapshot {
    /// Whether the flow is handed to the egress proxy where no network rule matches: TCP over
    /// IPv4 from the private side, to a port that an application rule lists for the source.
    func awaitsName(_ flow: Flow) -> Bool {
        guard flow.side == .private, flow.ipProtocol == .tcp, case .v4(let source) = flow.source else { return false }
        return application.listsPort(source: source.rawValue, port: flow.destinationPort, in: ruleSets)
    }

    /// Whether an application rule lists the protocol with the flow's port for its source.
    public func lists(_ type: ApplicationRule.ProtocolType, for flow: Flow) -> Bool {
        guard case .v4(let source) = flow.source else { return false }
        return application.lists(
            source: source.rawValue, service: ApplicationClassifier.service(type, port: flow.destinationPort),
            in: ruleSets)
    }

    /// Whether the flow is a query to the firewall's own DNS proxy.
    func isForDNSProxy(_ flow: Flow) -> Bool {
        dnsSettings.enableProxy && flow.side == .private && flow.destinationPort == 53
            && (flow.ipProtocol == .udp || flow.ipProtocol == .tcp) && isOwnAddress(flow.destination)
            && localPrefixes.contains { $0.contains(flow.destination) }
    }

    /// Which fields of one application rule a request satisfies. `rule` is a place in `rules`;
    /// out of the application pass nothing is satisfied.
    public func match(
        applicationRule rule: Int, _ type: ApplicationRule.ProtocolType, name: String, _ flow: Flow
    ) -> ApplicationFieldMatch {
        let index = rule - natCount - networkCount
        guard range(of: .application).contains(rule) else {
            return ApplicationFieldMatch(source: false, destination: false, port: false, service: false, name: false)
        }
        let fields = match(rule: rule, flow)
        return ApplicationFieldMatch(
            source: fields.source, destination: fields.destination, port: fields.service,
            service: application.lists(
                service: ApplicationClassifier.service(type, port: flow.destinationPort), rule: index, in: ruleSets),
            name: HostName.withNormalized(name) { name in
                name.map { application.matches($0, rule: index, in: ruleSets) } ?? false
            })
    }

    /// The first application rule that a name matches, as its place in `rules`.
    func firstApplication(
        _ flow: Flow, _ type: ApplicationRule.ProtocolType, _ name: UnsafeBufferPointer<UInt8>
    ) -> Int? {
        guard case .v4(let source) = flow.source, case .v4(let destination) = flow.destination else { return nil }
        return application.firstMatch(
            source: source.rawValue, destination: destination.rawValue,
            service: ApplicationClassifier.service(type, port: flow.destinationPort), name: name, in: ruleSets
        ).map { natCount + networkCount + $0 }
    }

    /// The address with which the egress proxy connects to a destination for a client: always
    /// one of the firewall's, and the same for the same client (semantics: application rules
    /// always SNAT). What is inside is reached from the private address.
    public func egressAddress(for client: IPv4Address, to destination: IPv4Address) -> IPv4Address {
        switch sourceTranslation.always(client, to: destination) {
        case .publicAddress(let index) where publicAddresses.indices.contains(index): publicAddresses[index]
        case .publicAddress, .privateAddress, .none: privateAddress
        }
    }
}
