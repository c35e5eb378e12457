import MoatModel

/// What the kernel's maps hold, and the transactions that lead from one state to another.
struct LoadBalancerMaps {
    private(set) var targets: [SlotTarget: LoadBalancerFrontend] = [:]
    private(set) var addresses: Set<IPv4Address> = []
    /// The firewall's rules, also those that lead to no frontend.
    private(set) var rules: [UInt32: LoadBalancerBackend] = [:]

    init() {}

    /// - Parameters:
    ///   - frontends: all of them
    ///   - rules: the firewall's DNAT rules on this machine: the mark's bits of each, and where
    ///     it leads to
    init(_ frontends: [LoadBalancerFrontend], rules: [UInt32: LoadBalancerBackend] = [:]) {
        for frontend in frontends {
            targets[.frontend(frontend.key)] = frontend
            addresses.insert(frontend.key.address)
        }
        self.rules = rules
        for (mark, target) in rules {
            for ipProtocol in [IPProtocol.tcp, .udp] {
                let key = LoadBalancerFrontend.Key(
                    address: target.address, port: target.port, protocol: ipProtocol)
                targets[.rule(mark: mark, ipProtocol)] = targets[.frontend(key)]
            }
        }
    }

    /// Targets that are not as they were.
    func changes(from old: LoadBalancerMaps) -> [SlotTarget] {
        targets.keys.filter { targets[$0] != old.targets[$0] } + old.targets.keys.filter { targets[$0] == nil }
    }

    /// What leads one target from the old state to this one. Each target is complete in itself,
    /// so any number of them make a transaction.
    func commands(for target: SlotTarget, from old: LoadBalancerMaps, into commands: inout LoadBalancerCommands) {
        let before = old.targets[target].flatMap(Slots.init)
        let after = targets[target].flatMap(Slots.init)
        let isSameMap = before?.size == after?.size
        if let before {
            let map = target.slots(before.size)
            for index in before.owners.indices where !isSameMap || after?.owners[index] != before.owners[index] {
                commands.delete(from: map, before.key(target, index))
            }
        }
        if let after {
            let map = target.slots(after.size)
            for index in after.owners.indices where !isSameMap || before?.owners[index] != after.owners[index] {
                let owner = after.owners[index]
                commands.add(to: map, "\(after.key(target, index)) : \(owner.address) . \(owner.port)")
            }
        }
        let chains = (
            before.map { target.chain($0.size, $0.affinity) }, after.map { target.chain($0.size, $0.affinity) }
        )
        guard chains.0 != chains.1 else { return }
        if chains.0 != nil { commands.delete(from: target.entrance, target.key) }
        if let chain = chains.1 { commands.add(to: target.entrance, "\(target.key) : goto \(chain)") }
    }

    /// Addresses that are new here; they are refused what they do not serve.
    func addressCommands(from old: LoadBalancerMaps, into commands: inout LoadBalancerCommands) {
        for address in addresses.subtracting(old.addresses) { commands.add(to: "addresses", "\(address)") }
        for address in old.addresses.subtracting(addresses) { commands.delete(from: "addresses", "\(address)") }
    }

    /// One target's slots; none where it has no backends.
    private struct Slots {
        var size: SlotClass
        var affinity: LoadBalancerFrontend.Affinity
        var owners: [LoadBalancerBackend]

        init?(_ frontend: LoadBalancerFrontend) {
            guard !frontend.backends.isEmpty else { return nil }
            size = SlotClass.holding(frontend.backends.count, frontend.affinity)
            affinity = frontend.affinity
            owners = MaglevTable.assign(frontend.backends, slots: size.slots)
        }

        func key(_ target: SlotTarget, _ slot: Int) -> String {
            size.slots == 1 ? target.key : "\(target.key) . \(slot)"
        }
    }
}
