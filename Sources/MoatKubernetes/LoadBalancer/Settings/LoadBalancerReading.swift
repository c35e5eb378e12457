import MoatModel

/// A Service's wishes, and what is wrong with them.
public struct LoadBalancerReading: Hashable, Sendable {
    /// With defaults in place of what is wrong.
    public private(set) var settings = LoadBalancerSettings()
    /// In the order in which they were found.
    public private(set) var problems: [LoadBalancerProblem] = []

    /// Whether the Service may get an address.
    public var isValid: Bool { problems.allSatisfy { $0.severity == .warning } }
    /// Whether the Service may take traffic, if it has an address.
    public var isRefused: Bool { problems.contains { $0.severity == .refusal } }

    public init(_ service: Service, rules: LoadBalancerRules) {
        readFamilies(service.spec)
        readSources(service)
        readAddress(service)
        readPorts(service, rules)
        readAffinity(service.spec)
        settings.isLocal = service.spec.externalTrafficPolicy == .local
        settings.publishesNotReady = service.spec.publishNotReadyAddresses ?? false
        readPublicIP(service, rules)
        readOthers(service)
    }

    private mutating func readFamilies(_ spec: ServiceSpec) {
        guard spec.ipFamilies.contains(where: { $0 != .ipv4 }) else { return }
        guard spec.ipFamilies.contains(.ipv4) else {
            problems.append(
                .init(.refusal, "UnsupportedFamily", "spec.ipFamilies has no IPv4, and only IPv4 is balanced"))
            return
        }
        problems.append(
            .init(.warning, "UnsupportedFamily", "spec.ipFamilies names IPv6, and only IPv4 is balanced"))
    }

    private mutating func readSources(_ service: Service) {
        let ranges = service.spec.loadBalancerSourceRanges.map(\.trimmed)
        var restrictions: [String] = []
        if !ranges.isEmpty, !ranges.contains("0.0.0.0/0") { restrictions.append("spec.loadBalancerSourceRanges") }
        for name in [ServiceAnnotation.allowedServiceTags, ServiceAnnotation.allowedIPRanges] {
            let value = service.metadata.annotations[name]?.trimmed ?? ""
            if !value.isEmpty { restrictions.append(name) }
        }
        for name in restrictions {
            problems.append(
                .init(
                    .refusal, "UnsupportedSourceRanges",
                    "\(name) is not supported, and without it more clients than wished would get through: take it "
                        + "away, and say who may connect in a network rule of the firewall policy"))
        }
    }

    private mutating func readAddress(_ service: Service) {
        let annotations = service.metadata.annotations
        if let subnet = annotations[ServiceAnnotation.subnet]?.trimmed {
            if subnet.isEmpty {
                problems.append(.invalid(ServiceAnnotation.subnet, subnet, "the name of a subnet"))
            } else {
                settings.subnet = subnet
            }
        }
        if let text = annotations[ServiceAnnotation.ipv4]?.trimmed, !text.isEmpty {
            settings.address = IPv4Address(text)
            if settings.address == nil {
                problems.append(.invalid(ServiceAnnotation.ipv4, text, "an IPv4 address"))
            }
        } else if let text = service.spec.loadBalancerIP?.trimmed, !text.isEmpty {
            settings.address = IPv4Address(text)
            if settings.address == nil {
                problems.append(.invalid("spec.loadBalancerIP", text, "an IPv4 address"))
            }
        }
    }

    private mutating func readPorts(_ service: Service, _ rules: LoadBalancerRules) {
        let nodePorts = service.spec.ports.compactMap { port in port.nodePortNumber.map { (port.name, $0) } }
        settings.nodePorts = Dictionary(nodePorts) { first, _ in first }
        var isLeftOut = false
        for port in service.spec.ports {
            guard let number = UInt16(exactly: port.port), number > 0 else { continue }
            let transport = port.protocol ?? .tcp
            guard transport == .tcp || transport == .udp else {
                isLeftOut = true
                problems.append(
                    .init(
                        .warning, "UnsupportedPort",
                        "port \(number)/\(transport) is left out: only TCP and UDP are balanced"))
                continue
            }
            var reader = PortReader(service, port, number, rules)
            let read = reader.read()
            problems += reader.problems
            guard let read else { continue }
            if rules.targetMode == .nodePorts, read.nodePort == nil {
                isLeftOut = true
                problems.append(
                    .init(
                        .error, "NoNodePort",
                        "port \(number)/\(transport) has no node port, and traffic goes to node ports: set "
                            + "spec.allocateLoadBalancerNodePorts to true"))
                continue
            }
            settings.ports.append(read)
        }
        if settings.ports.isEmpty, isLeftOut {
            problems.append(.init(.refusal, "UnsupportedPort", "no port is left that can be balanced"))
        }
    }

    private mutating func readAffinity(_ spec: ServiceSpec) {
        guard spec.sessionAffinity == .clientIP else { return }
        settings.affinity = .clientIP
        // The API writes 10800 where nothing is said, so that much is no wish.
        guard let seconds = spec.sessionAffinityConfig?.clientIP?.timeoutSeconds, seconds != 10800 else { return }
        problems.append(
            .init(
                .warning, "UnsupportedTimeout",
                "spec.sessionAffinityConfig.clientIP.timeoutSeconds \(seconds) has no effect: a client's backend "
                    + "comes from a hash of its address, and stays without a time limit"))
    }

    private mutating func readPublicIP(_ service: Service, _ rules: LoadBalancerRules) {
        guard let text = service.metadata.annotations[ServiceAnnotation.publicIP]?.trimmed else { return }
        let isName = text.unicodeScalars.allSatisfy {
            $0.properties.isAlphabetic || ("0"..."9").contains($0) || "-_.".unicodeScalars.contains($0)
        }
        guard !text.isEmpty, text.utf8.count <= 80, isName else {
            problems.append(
                .invalid(ServiceAnnotation.publicIP, text, "the name of a PublicIPAddress or an IPv4 address"))
            return
        }
        settings.publicIP = text
        guard !rules.makesDNATRules else { return }
        problems.append(
            .init(
                .warning, "PublicAddressNotUsable",
                "\(ServiceAnnotation.publicIP) has no effect: this load balancer has no firewall beside it; moat serve "
                    + "with --subnet has one"))
    }

    /// What is Azure's, and not understood, is told.
    private mutating func readOthers(_ service: Service) {
        let ports = Set(service.spec.ports.compactMap { UInt16(exactly: $0.port) })
        let ofPorts = Set(ports.flatMap { port in ServiceAnnotation.OfPort.allCases.map { $0.name(port) } })
        for (name, value) in service.metadata.annotations.sorted(by: { $0.key < $1.key }) {
            guard
                name.hasPrefix(ServiceAnnotation.prefix + "azure-")
                    || name.hasPrefix(ServiceAnnotation.prefix + "port_"),
                !ServiceAnnotation.understood.contains(name), !ofPorts.contains(name),
                value.trimmed.lowercased() != "false"
            else { continue }
            let isOfPort = name.hasPrefix(ServiceAnnotation.prefix + "port_")
            let why = ServiceAnnotation.unsupported[name] ?? (isOfPort ? "no such port, or no such setting" : nil)
            problems.append(
                .init(
                    .warning, "UnsupportedAnnotation",
                    "\(name.prefix(200)) has no effect" + (why.map { ": \($0)" } ?? ": it is not supported")))
        }
    }
}

extension ServicePort {
    /// Nil where nodes do not listen.
    var nodePortNumber: UInt16? { nodePort.flatMap { UInt16(exactly: $0) }.flatMap { $0 == 0 ? nil : $0 } }
}

extension String {
    /// Without the white space around it.
    var trimmed: String {
        let start = drop { $0.isWhitespace }
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...last])
    }
}
