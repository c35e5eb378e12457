import MoatModel

/// Reads what a Service says of one of its ports. What is said of the port itself counts before what
/// is said of all ports, and its `appProtocol` stands between the two, as in cloud-provider-azure.
struct PortReader {
    private let service: Service
    private let port: ServicePort
    private let number: UInt16
    private let rules: LoadBalancerRules
    private(set) var problems: [LoadBalancerProblem] = []

    init(_ service: Service, _ port: ServicePort, _ number: UInt16, _ rules: LoadBalancerRules) {
        self.service = service
        self.port = port
        self.number = number
        self.rules = rules
    }

    /// Nil where the port needs no rule.
    mutating func read() -> LoadBalancerSettings.Port? {
        guard !isSet(.noRule) else { return nil }
        let isUDP = port.protocol == .udp
        var targetPort: UInt16?
        switch port.targetPort {
        case .int(let value)?: targetPort = UInt16(exactly: value)
        case .string?: targetPort = nil
        case nil: targetPort = number
        }
        return LoadBalancerSettings.Port(
            name: port.name, port: number, protocol: isUDP ? .udp : .tcp, targetPort: targetPort,
            nodePort: port.nodePortNumber, probe: isSet(.noProbe) ? nil : probe(isUDP: isUDP))
    }

    private mutating func probe(isUDP: Bool) -> HealthProbe? {
        let ofPort = value(.probePort)
        // A node is asked whether it has endpoints, unless the port says where else to ask.
        if rules.targetMode == .nodePorts, service.spec.externalTrafficPolicy == .local, isUDP || ofPort == nil,
            let check = service.spec.healthCheckNodePort.flatMap({ UInt16(exactly: $0) }), check > 0
        {
            return HealthProbe(
                kind: .http, port: .number(check), path: "/healthz", interval: rules.defaultProbeInterval,
                threshold: rules.defaultProbeThreshold)
        }
        guard !isUDP else { return nil }
        var probe = HealthProbe(
            kind: kind(), port: probePort(ofPort), interval: rules.defaultProbeInterval,
            threshold: rules.defaultProbeThreshold)
        if probe.kind != .tcp { probe.path = path() }
        readTimes(&probe)
        return probe
    }

    private mutating func kind() -> HealthProbe.Kind {
        if let text = value(.probeProtocol) { return kind(text, ServiceAnnotation.OfPort.probeProtocol.name(number)) }
        // An appProtocol says what the port speaks; of what is not HTTP, cloud-provider-azure asks by TCP.
        if let text = port.appProtocol { return HealthProbe.Kind(rawValue: text.trimmed.lowercased()) ?? .tcp }
        guard let text = value(ServiceAnnotation.probeProtocol) else { return .tcp }
        return kind(text, ServiceAnnotation.probeProtocol)
    }

    private mutating func kind(_ text: String, _ annotation: String) -> HealthProbe.Kind {
        if let kind = HealthProbe.Kind(rawValue: text.lowercased()) { return kind }
        problems.append(.invalid(annotation, text, "Tcp, Http or Https"))
        return .tcp
    }

    private mutating func probePort(_ text: String?) -> HealthProbe.Port {
        guard let text else { return .traffic }
        let named = service.spec.ports.first { $0.name.lowercased() == text.lowercased() && !$0.name.isEmpty }
        if let named { return .servicePort(named.name) }
        guard let wanted = UInt16(text), wanted > 0 else {
            problems.append(
                .invalid(
                    ServiceAnnotation.OfPort.probePort.name(number), text,
                    "a port from 1 to 65535 or the name of a port of the Service"))
            return .traffic
        }
        guard wanted != number else { return .traffic }
        let other = service.spec.ports.first { $0.port == Int32(wanted) }
        return other.map { .servicePort($0.name) } ?? .number(wanted)
    }

    private mutating func path() -> String {
        let (text, annotation) = either(.probePath, ServiceAnnotation.probePath)
        guard let text else { return "/" }
        // It becomes part of a request, so nothing that could end a line may be in it.
        guard text.hasPrefix("/"), text.utf8.count <= 1024, text.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            problems.append(.invalid(annotation, text, "a path that begins with / and has no spaces"))
            return "/"
        }
        return text
    }

    private mutating func readTimes(_ probe: inout HealthProbe) {
        let interval = count(.probeInterval, ServiceAnnotation.probeInterval, least: rules.minimumProbeInterval)
        let threshold = count(.probeCount, ServiceAnnotation.probeCount, least: 2)
        let seconds = interval.map { Duration.seconds($0) } ?? probe.interval
        let failures = threshold ?? probe.threshold
        // Both are below 120 here, so the product is small.
        guard seconds * failures < .seconds(120) else {
            let (text, annotation) = either(.probeInterval, ServiceAnnotation.probeInterval)
            let (countText, countAnnotation) = either(.probeCount, ServiceAnnotation.probeCount)
            problems.append(
                .invalid(
                    text == nil ? countAnnotation : annotation, text ?? countText ?? "",
                    "so that interval times number of probes is below 120 seconds; it is \(seconds * failures)"))
            return
        }
        probe.interval = seconds
        probe.threshold = failures
    }

    private mutating func count(_ ofPort: ServiceAnnotation.OfPort, _ ofAll: String, least: Int) -> Int? {
        let (text, annotation) = either(ofPort, ofAll)
        guard let text else { return nil }
        guard let value = Int(text), (least...119).contains(value) else {
            problems.append(.invalid(annotation, text, "a whole number from \(least) to 119"))
            return nil
        }
        return value
    }

    private mutating func isSet(_ annotation: ServiceAnnotation.OfPort) -> Bool {
        switch value(annotation)?.lowercased() {
        case "true": return true
        case nil, "false": return false
        case let other?:
            problems.append(.invalid(annotation.name(number), other, "true or false"))
            return false
        }
    }

    private func either(_ ofPort: ServiceAnnotation.OfPort, _ ofAll: String) -> (String?, annotation: String) {
        if let text = value(ofPort) { return (text, ofPort.name(number)) }
        return (value(ofAll), ofAll)
    }

    private func value(_ annotation: ServiceAnnotation.OfPort) -> String? {
        value(annotation.name(number))
    }

    private func value(_ annotation: String) -> String? {
        service.metadata.annotations[annotation]?.trimmed
    }
}
