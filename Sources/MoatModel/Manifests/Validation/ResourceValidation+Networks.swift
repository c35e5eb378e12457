extension ResourceValidation {
    func routeTableIssues() -> [ManifestIssue] {
        var issues: [ManifestIssue] = []
        var claims: [(value: SubnetReference, key: ResourceKey, path: String)] = []
        for table in resources.routeTables.values.sorted(by: { $0.name < $1.name }) {
            let key = ResourceKey(kind: .routeTable, name: table.name)
            for (index, subnet) in table.subnets.enumerated() {
                let path = "spec.subnets[\(index)]"
                if let issue = missing(subnet, from: key, path: path) { issues.append(issue) }
                claims.append((subnet, key, path))
            }
        }
        return issues
            + contested(claims, hint: "a subnet has at most one route table; merge the two") { subnet, first, second in
                "subnets: \(subnet) has two route tables (\(first.name), \(second.name))"
            }
    }

    func publicAddressIssues() -> [ManifestIssue] {
        let claims = resources.publicIPAddresses.values.sorted { $0.name < $1.name }.map {
            (value: $0.ipAddress, key: ResourceKey(kind: .publicIPAddress, name: $0.name), path: "spec.ipAddress")
        }
        return contested(claims, hint: "each address is declared once") { address, first, second in
            "ipAddress: \(address) is declared twice (\(first.name), \(second.name))"
        }
    }

    func firewallIssues() -> [ManifestIssue] {
        var issues: [ManifestIssue] = []
        var addresses: [(value: String, key: ResourceKey, path: String)] = []
        var subnets: [(value: SubnetReference, key: ResourceKey, path: String)] = []
        for firewall in resources.firewalls.values.sorted(by: { $0.name < $1.name }) {
            let key = ResourceKey(kind: .firewall, name: firewall.name)
            issues += [missing(.firewallPolicy, firewall.firewallPolicy, from: key, path: "spec.firewallPolicy")]
                .compactMap { $0 }
            for (index, configuration) in firewall.ipConfigurations.enumerated() {
                let path = "spec.ipConfigurations[\(index)]"
                let object = "\(key), ipConfiguration \(configuration.name)"
                let address = configuration.publicIPAddress
                issues += [
                    missing(.publicIPAddress, address, from: key, object: object, path: "\(path).publicIPAddress")
                ].compactMap { $0 }
                addresses.append((address, key, "\(path).publicIPAddress"))
                guard let subnet = configuration.subnet else { continue }
                issues += [missing(subnet, from: key, object: object, path: "\(path).subnet")].compactMap { $0 }
                subnets.append((subnet, key, "\(path).subnet"))
            }
        }
        return issues
            + contested(addresses, hint: "a public address belongs to one firewall") { address, first, second in
                "publicIPAddress: \(address) is used by two firewalls (\(first.name), \(second.name))"
            }
            + contested(subnets, hint: "one firewall for each network") { subnet, first, second in
                "subnet: \(subnet) holds two firewalls (\(first.name), \(second.name))"
            }
    }
}
