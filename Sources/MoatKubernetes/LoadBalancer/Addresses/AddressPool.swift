public import MoatModel

/// The addresses that Services can have, and who has which. The record that outlives this is each
/// Service's status: who makes a pool anew claims for the older Services first.
public struct AddressPool: Sendable {
    private struct Holding: Sendable {
        var address: IPv4Address
        var ports: Set<LoadBalancerSettings.PortKey>
        var isRequested: Bool
    }

    private let subnets: [String: AddressSubnet]
    private let names: [String]
    private let defaultSubnet: String?
    private var used: [String: UsedPlaces] = [:]
    /// Addresses of machines, and of what else the configuration names, and what has them.
    private var machines: [IPv4Address: String] = [:]
    /// Of addresses that can be given, those that pods have.
    private var endpoints = EndpointAddresses()
    private var holdings: [ObjectKey: Holding] = [:]
    private var holders: [IPv4Address: Set<ObjectKey>] = [:]

    /// Of subnets with the same name the first counts. Where there is one only it is the default.
    public init(subnets: [AddressSubnet], defaultSubnet: String? = nil) {
        self.subnets = Dictionary(subnets.map { ($0.name, $0) }) { first, _ in first }
        names = subnets.map(\.name)
        self.defaultSubnet = defaultSubnet ?? (subnets.count == 1 ? subnets.first?.name : nil)
    }

    public func address(of service: ObjectKey) -> IPv4Address? { holdings[service]?.address }

    /// The Services at an address, in order.
    public func services(at address: IPv4Address) -> [ObjectKey] { (holders[address] ?? []).sorted() }

    /// Says which addresses machines have; `machines` names them in words: `the node a`.
    /// Gives whether that is news.
    @discardableResult
    public mutating func setMachines(_ machines: [IPv4Address: String]) -> Bool {
        let old = self.machines
        guard machines != old else { return false }
        self.machines = machines
        for address in old.keys where machines[address] == nil { markFree(address) }
        for address in machines.keys where old[address] == nil { markUsed(address) }
        return true
    }

    /// Says which addresses the endpoints of an EndpointSlice have; none of them is given to a Service
    /// that does not have it. An address that a Service has stays its own: whoever may write
    /// EndpointSlices could take it away else.
    ///
    /// - Returns: whether an address came free
    public mutating func setEndpoints(_ addresses: some Sequence<IPv4Address>, of slice: ObjectKey) -> Bool {
        let usable = addresses.filter { address in subnets.values.contains { $0.place(of: address) != nil } }
        let change = endpoints.set(Set(usable), of: slice)
        for address in change.new { markUsed(address) }
        for address in change.gone { markFree(address) }
        return !change.gone.isEmpty
    }

    /// The EndpointSlices with addresses that Services could have else.
    public var slices: [ObjectKey] { endpoints.slices }

    /// Gives a Service what it claims, and takes from it what it had before. What is asked for by
    /// name comes first, then what the Service has, then the lowest that is free.
    ///
    /// - Throws: `AddressError`, and then the Service has what it had before
    public mutating func claim(_ claim: AddressClaim, for service: ObjectKey) throws(AddressError) -> IPv4Address {
        let subnet = try subnet(claim.subnet)
        if let requested = claim.requested {
            try check(requested, subnet, claim, for: service)
            return hold(requested, claim.ports, isRequested: true, service)
        }
        if let own = holdings[service]?.address ?? claim.recorded, subnet.place(of: own) != nil {
            try check(own, subnet, claim, for: service)
            return hold(own, claim.ports, isRequested: false, service)
        }
        return hold(try lowestFree(subnet), claim.ports, isRequested: false, service)
    }

    /// The ports that a Service has of its address.
    func ports(of service: ObjectKey) -> Set<LoadBalancerSettings.PortKey> { holdings[service]?.ports ?? [] }

    /// Keeps an address for a Service whose claim cannot be met or read, with those of the ports that
    /// no other has of it. One that has the address keeps it though it has no such port; one that
    /// has it not needs one, and the address to be of a subnet.
    public mutating func keep(_ address: IPv4Address, ports: Set<LoadBalancerSettings.PortKey>, for service: ObjectKey)
        -> Bool
    {
        guard subnets.values.contains(where: { $0.place(of: address) != nil }), machines[address] == nil else {
            return false
        }
        let others = services(at: address).filter { $0 != service }.map { holdings[$0]?.ports ?? [] }
        let free = others.reduce(ports) { $0.subtracting($1) }
        guard !free.isEmpty || ports.isEmpty || holdings[service]?.address == address else { return false }
        _ = hold(address, free, isRequested: holdings[service]?.isRequested ?? false, service)
        return true
    }

    /// Takes a Service's address from it.
    public mutating func release(_ service: ObjectKey) {
        guard let holding = holdings.removeValue(forKey: service) else { return }
        holders[holding.address]?.remove(service)
        guard holders[holding.address]?.isEmpty == true else { return }
        holders[holding.address] = nil
        markFree(holding.address)
    }
}

extension AddressPool {
    private func subnet(_ name: String?) throws(AddressError) -> AddressSubnet {
        guard let wanted = name ?? defaultSubnet else { throw .noDefaultSubnet }
        guard let subnet = subnets[wanted] else { throw .unknownSubnet(wanted, known: names) }
        return subnet
    }

    private func check(
        _ address: IPv4Address, _ subnet: AddressSubnet, _ claim: AddressClaim, for service: ObjectKey
    ) throws(AddressError) {
        guard subnet.contains(address) else {
            throw .outsideSubnet(address, subnet: subnet.name, prefix: subnet.prefix)
        }
        guard subnet.place(of: address) != nil else { throw .kept(address, subnet: subnet.name) }
        if let holder = machines[address] { throw .held(address, by: holder) }
        if claim.recorded != address, holdings[service]?.address != address,
            let slice = endpoints.slice(with: address)
        {
            throw .held(address, by: "an endpoint of the EndpointSlice \(slice)")
        }
        if let (other, ports) = colliding(claim.ports, at: address, besides: service) {
            throw .taken(address, by: other, ports: ports)
        }
        // Two that came to have one address without a word of theirs do not know of each other.
        let isAsked = claim.requested == address
        let others = services(at: address).filter { $0 != service }
        guard let other = others.first, !isAsked, !others.contains(where: { holdings[$0]?.isRequested == true })
        else { return }
        throw .notShared(address, by: other)
    }

    private func colliding(
        _ ports: Set<LoadBalancerSettings.PortKey>, at address: IPv4Address, besides service: ObjectKey
    ) -> (ObjectKey, [LoadBalancerSettings.PortKey])? {
        for other in services(at: address) where other != service {
            let common = ports.intersection(holdings[other]?.ports ?? [])
            if !common.isEmpty { return (other, common.sorted()) }
        }
        return nil
    }

    private mutating func lowestFree(_ subnet: AddressSubnet) throws(AddressError) -> IPv4Address {
        // Subnets may overlap, so a place that is free in this one may be used in another.
        while true {
            let place = used[subnet.name, default: UsedPlaces()].firstFree()
            guard place < subnet.count else { throw .exhausted(subnet: subnet.name, prefix: subnet.prefix) }
            let address = subnet.address(at: place)
            guard isUsed(address) else { return address }
            used[subnet.name, default: UsedPlaces()].insert(place)
        }
    }

    private mutating func hold(
        _ address: IPv4Address, _ ports: Set<LoadBalancerSettings.PortKey>, isRequested: Bool, _ service: ObjectKey
    ) -> IPv4Address {
        if holdings[service]?.address != address { release(service) }
        holdings[service] = Holding(address: address, ports: ports, isRequested: isRequested)
        holders[address, default: []].insert(service)
        markUsed(address)
        return address
    }

    private func isUsed(_ address: IPv4Address) -> Bool {
        holders[address] != nil || machines[address] != nil || endpoints.slice(with: address) != nil
    }

    private mutating func markUsed(_ address: IPv4Address) {
        for subnet in subnets.values {
            guard let place = subnet.place(of: address) else { continue }
            used[subnet.name, default: UsedPlaces()].insert(place)
        }
    }

    private mutating func markFree(_ address: IPv4Address) {
        guard !isUsed(address) else { return }
        for subnet in subnets.values {
            guard let place = subnet.place(of: address) else { continue }
            used[subnet.name]?.remove(place)
        }
    }
}
