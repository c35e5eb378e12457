import FoundationEssentials
import MoatModel

extension TopologyCheck {
    // MARK: Services

    mutating func checkServices() {
        let hosts =
            topology.internet.hosts.map { ($0.name, $0.services) } + topology.hosts.map { ($0.name, $0.services) }
        for (name, services) in hosts {
            var seen: Set<String> = []
            for service in services where !seen.insert("\(service.port)/\(service.protocol.rawValue)").inserted {
                report(
                    "host \(name): two services on \(service.port)/\(service.protocol.rawValue)",
                    "a port is served once")
            }
        }
    }

    // MARK: Names

    mutating func checkDomains() {
        let internet = topology.internet
        var seen: Set<String> = []
        for domain in internet.domains {
            if !DomainName.isValid(domain.name) { report("'\(domain.name)' is not a name", DomainName.rule) }
            if !seen.insert(domain.name).inserted {
                report(
                    "name \(domain.name) is given twice",
                    "a name is one host's; with several addresses, it has an entry under internet: names")
            }
            if domain.alias != nil, !domain.addresses.isEmpty || domain.ech != nil {
                report("name \(domain.name) has an alias and more", "an alias has nothing beside it (RFC 1034)")
            }
            if let ech = domain.ech, Data(base64Encoded: ech)?.isEmpty != false {
                report("name \(domain.name): ech '\(ech)' is not Base64", "write an ECHConfigList in Base64")
            }
        }
        guard let resolver = internet.resolver else {
            if !seen.isEmpty { report("there are names and no resolver", "add internet: resolver: ADDRESS") }
            return
        }
        let isServed = internet.hosts.contains { host in
            host.addresses.contains { $0.address == resolver }
                && host.services.contains { $0.respond == .dns && $0.protocol == .udp && $0.port == 53 }
        }
        if !isServed {
            report(
                "resolver \(resolver): no host of the internet answers DNS there",
                "add {protocol: udp, port: 53, respond: dns} to the services of the host with that address")
        }
    }
}
