import MoatModel

extension LoadBalancerReconciler {
    func rank(_ entry: Entry) -> Int {
        if pool.address(of: entry.service.key) != nil || recorded(entry.service) != nil { return 0 }
        return entry.reading.settings.address == nil ? 2 : 1
    }

    func age(_ entry: Entry) -> Int64 {
        entry.service.metadata.creationTimestamp?.microseconds ?? .max
    }

    /// The address that a Service has, as its status says.
    private func recorded(_ service: Service) -> IPv4Address? {
        service.status.loadBalancer.ingress.lazy.compactMap { $0.ip.flatMap { IPv4Address($0) } }.first
    }

    mutating func settle(_ key: ObjectKey, gives: Bool) {
        guard let entry = entries[key] else { return }
        guard isWanted(entry.service) else {
            if planner.isPlaced(key) {
                planner.remove(key)
                tell(entry.service.reference, .normal, "DeletingLoadBalancer", "Deleting load balancer")
            }
            // The address is free when nothing holds the Service any more.
            if !entry.service.metadata.finalizers.contains(Self.finalizer) { release(key) }
            return
        }
        settleAddress(key, entry, gives: gives)
        guard let address = pool.address(of: key), !entry.reading.isRefused else {
            planner.remove(key)
            return
        }
        var settings = entry.reading.settings
        settings.ports = served(key, settings)
        planner.place(key, settings, at: address)
    }

    /// The ports that are a Service's own at its address.
    func served(_ key: ObjectKey, _ settings: LoadBalancerSettings) -> [LoadBalancerSettings.Port] {
        let own = pool.ports(of: key)
        return settings.ports.filter { own.contains(.init($0.port, $0.protocol)) }
    }

    private mutating func settleAddress(_ key: ObjectKey, _ entry: Entry, gives: Bool) {
        let settings = entry.reading.settings
        let own = pool.address(of: key)
        let recorded = recorded(entry.service)
        var error: AddressError?
        if gives, entry.reading.isValid {
            let claim = AddressClaim(
                subnet: settings.subnet, requested: settings.address, recorded: recorded, ports: settings.portKeys)
            do {
                let address = try pool.claim(claim, for: key)
                if own == nil, recorded != address {
                    tell(
                        entry.service.reference, .normal, "EnsuringLoadBalancer", "Ensuring load balancer at \(address)"
                    )
                }
            } catch {
                keep(key, entry, own ?? recorded, error)
                return
            }
        } else if let address = gives ? own ?? recorded : recorded {
            if !pool.keep(address, ports: settings.portKeys, for: key) {
                release(key)
                error = pool.services(at: address).first { $0 != key }.map { .notShared(address, by: $0) }
            }
        } else {
            // What was never written down was told to nobody, and the leader may give it to others.
            release(key)
        }
        if own != nil, own != pool.address(of: key) { dirty.formUnion(wanting) }
        wanting.remove(key)
        entries[key]?.addressError = error
        if error != nil { wanting.insert(key) }
    }

    /// A claim that failed leaves a Service what it has, if that is its own.
    private mutating func keep(_ key: ObjectKey, _ entry: Entry, _ address: IPv4Address?, _ error: AddressError) {
        let settings = entry.reading.settings
        if let address, !pool.keep(address, ports: settings.portKeys, for: key) {
            release(key)
            // One that asks for no address in particular may have another than it had.
            if settings.address == nil,
                let subnetAddress = try? pool.claim(
                    AddressClaim(subnet: settings.subnet, ports: settings.portKeys), for: key)
            {
                wanting.remove(key)
                entries[key]?.addressError = nil
                tell(
                    entry.service.reference, .warning, error.reason,
                    "\(error); the Service has \(subnetAddress) now")
                return
            }
        }
        entries[key]?.addressError = error
        wanting.insert(key)
    }
}
