import MoatModel

/// Finds the first application rule that a request matches. Application rules are for IPv4
/// clients, as in Azure.
struct ApplicationClassifier: Sendable {
    let sources: Dimension<UInt32>
    let destinations: Dimension<UInt32>
    /// Protocol and port as one number; see `service`.
    let services: Dimension<UInt32>
    /// The port alone: for a flow whose protocol is not known yet.
    let ports: Dimension<UInt32>
    let names: NameIndex
    let depth: Int

    /// Whether some rule lists the port for the source.
    func listsPort(source: UInt32, port: UInt16, in sets: RuleSets) -> Bool {
        let ports = ports.root(at: UInt32(port))
        guard ports != 0 else { return false }
        return sets.first(in: sources.root(at: source), ports, ports, depth: depth) != nil
    }

    /// Whether some rule lists the protocol with the port for the source.
    func lists(source: UInt32, service: UInt32, in sets: RuleSets) -> Bool {
        let service = services.root(at: service)
        guard service != 0 else { return false }
        return sets.first(in: sources.root(at: source), service, service, depth: depth) != nil
    }

    /// The first rule that a name (lower case, without the trailing dot, not empty) matches.
    func firstMatch(
        source: UInt32, destination: UInt32, service: UInt32, name: UnsafeBufferPointer<UInt8>, in sets: RuleSets
    ) -> Int? {
        let source = sources.root(at: source)
        let destination = destinations.root(at: destination)
        let service = services.root(at: service)
        guard source != 0, destination != 0, service != 0 else { return nil }
        var first: Int?
        names.forEachMatch(name) { named in
            guard let found = sets.first(in: named, source, service, destination, depth: depth) else { return }
            first = min(first ?? found, found)
        }
        return first
    }

    /// Which fields of one rule a flow satisfies; `service` is whether the rule lists the port.
    func match(rule: Int, source: UInt32, destination: UInt32, port: UInt16, in sets: RuleSets) -> FieldMatch {
        FieldMatch(
            source: sets.contains(rule, in: sources.root(at: source), depth: depth),
            destination: sets.contains(rule, in: destinations.root(at: destination), depth: depth),
            service: sets.contains(rule, in: ports.root(at: UInt32(port)), depth: depth))
    }

    /// Whether one rule lists the protocol with the port.
    func lists(service: UInt32, rule: Int, in sets: RuleSets) -> Bool {
        sets.contains(rule, in: services.root(at: service), depth: depth)
    }

    /// Whether one rule has a pattern that the name (lower case, without the trailing dot, not
    /// empty) matches.
    func matches(_ name: UnsafeBufferPointer<UInt8>, rule: Int, in sets: RuleSets) -> Bool {
        var isMatched = false
        names.forEachMatch(name) { named in
            isMatched = isMatched || sets.contains(rule, in: named, depth: depth)
        }
        return isMatched
    }

    static func service(_ type: ApplicationRule.ProtocolType, port: UInt16) -> UInt32 {
        (type == .http ? 1 << 16 : 2 << 16) | UInt32(port)
    }
}
