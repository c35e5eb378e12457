public import MoatModel

/// Turns what is known of the cluster into frontends, and plans anew only for those Services that a
/// change is about.
public struct LoadBalancerPlanner: Sendable {
    private struct Placed: Hashable, Sendable {
        var settings: LoadBalancerSettings
        var address: IPv4Address
    }

    private let mode: LoadBalancerRules.TargetMode
    private var services: [ObjectKey: Placed] = [:]
    /// By the slice's own key.
    private var slices: [ObjectKey: SliceEntry] = [:]
    private var slicesOfService: [ObjectKey: Set<ObjectKey>] = [:]
    private var nodes: [String: NodeEntry] = [:]
    private var down: Set<ProbeTarget> = []
    private var plans: [ObjectKey: ServicePlan] = [:]
    private var users: [ProbeTarget: Set<ObjectKey>] = [:]
    private var changed: Set<ObjectKey> = []

    public init(mode: LoadBalancerRules.TargetMode) {
        self.mode = mode
    }

    /// What came of planning.
    public struct Change: Hashable, Sendable {
        /// Whether the frontends are others than before.
        public var frontends = false
        /// And a Service that wants to know of each.
        public var newTargets: [ProbeTarget: ObjectKey] = [:]
        public var goneTargets: Set<ProbeTarget> = []
        /// The Services of which another number of endpoints or nodes than before is too many.
        var surplus: Set<ObjectKey> = []
    }

    public var hasChanges: Bool { !changed.isEmpty }

    /// All frontends, in no order.
    public var frontends: [LoadBalancerFrontend] { plans.values.flatMap(\.frontends) }

    /// Whether a Service takes traffic, once what is planned is in force.
    public func isPlaced(_ service: ObjectKey) -> Bool { services[service] != nil }

    /// Lets a Service take traffic at an address, which no other may have with the same port.
    public mutating func place(_ service: ObjectKey, _ settings: LoadBalancerSettings, at address: IPv4Address) {
        let placed = Placed(settings: settings, address: address)
        guard services[service] != placed else { return }
        services[service] = placed
        changed.insert(service)
    }

    public mutating func remove(_ service: ObjectKey) {
        if services.removeValue(forKey: service) != nil { changed.insert(service) }
    }

    public mutating func set(_ slice: EndpointSlice) {
        set(SliceEntry(slice), for: slice.key)
    }

    public mutating func removeSlice(_ key: ObjectKey) {
        set(nil, for: key)
    }

    /// Takes a complete list of slices in place of all that are known.
    public mutating func replaceSlices(_ list: [EndpointSlice]) {
        let keys = Set(list.map(\.key))
        for key in slices.keys where !keys.contains(key) { set(nil, for: key) }
        for slice in list { set(slice) }
    }

    public mutating func set(_ node: Node) {
        set(NodeEntry(node), for: node.metadata.name)
    }

    public mutating func removeNode(_ name: String) {
        set(nil, for: name)
    }

    /// Takes a complete list of nodes in place of all that are known.
    public mutating func replaceNodes(_ list: [Node]) {
        let names = Set(list.map(\.metadata.name))
        for name in nodes.keys where !names.contains(name) { set(nil, for: name) }
        for node in list { set(node) }
    }

    /// Takes what a probe's answers say. One that is not asked any more is ignored.
    public mutating func set(_ target: ProbeTarget, isDown: Bool) {
        guard let services = users[target] else { return }
        let isChange = isDown ? down.insert(target).inserted : down.remove(target) != nil
        if isChange { changed.formUnion(services) }
    }

    /// Plans for the Services that changes were about.
    public mutating func plan() -> Change {
        var change = Change()
        for service in changed {
            let old = plans[service]
            let new = plan(of: service)
            guard old != new else { continue }
            if old?.frontends ?? [] != new?.frontends ?? [] { change.frontends = true }
            if old?.surplus != new?.surplus { change.surplus.insert(service) }
            plans[service] = new
            replaceTargets(old?.targets ?? [], by: new?.targets ?? [], service, &change)
        }
        changed.removeAll(keepingCapacity: true)
        let moved = change.goneTargets.filter { change.newTargets.removeValue(forKey: $0) != nil }
        change.goneTargets.subtract(moved)
        // Its state is only forgotten when no Service asks it any more.
        down.subtract(change.goneTargets)
        return change
    }
}

extension LoadBalancerPlanner {
    private mutating func set(_ entry: SliceEntry?, for key: ObjectKey) {
        let old = slices[key]
        guard old != entry else { return }
        slices[key] = entry
        if let service = old?.service {
            slicesOfService[service]?.remove(key)
            if slicesOfService[service]?.isEmpty == true { slicesOfService[service] = nil }
            if services[service] != nil { changed.insert(service) }
        }
        if let service = entry?.service {
            slicesOfService[service, default: []].insert(key)
            if services[service] != nil { changed.insert(service) }
        }
    }

    private mutating func set(_ entry: NodeEntry?, for name: String) {
        guard nodes[name] != entry else { return }
        nodes[name] = entry
        if mode == .nodePorts { changed.formUnion(services.keys) }
    }

    private func plan(of service: ObjectKey) -> ServicePlan? {
        guard let placed = services[service] else { return nil }
        let planning = ServicePlanning(
            settings: placed.settings, address: placed.address, slices: entries(of: service), nodes: nodes, mode: mode)
        let ports = planning.ports()
        return ServicePlan(
            ports: ports, frontends: ports.map { $0.frontend { down.contains($0) } }, surplus: planning.surplus)
    }

    private func entries(of service: ObjectKey) -> [SliceEntry] {
        (slicesOfService[service] ?? []).sorted().compactMap { slices[$0] }
    }

    private mutating func replaceTargets(
        _ old: Set<ProbeTarget>, by new: Set<ProbeTarget>, _ service: ObjectKey, _ change: inout Change
    ) {
        for target in old.subtracting(new) {
            users[target]?.remove(service)
            guard users[target]?.isEmpty == true else { continue }
            users[target] = nil
            change.goneTargets.insert(target)
        }
        for target in new.subtracting(old) {
            if users[target] == nil { change.newTargets[target] = service }
            users[target, default: []].insert(service)
        }
    }
}

extension LoadBalancerPlanner {
    /// The ports of a Service as they were planned last.
    func ports(of service: ObjectKey) -> [PortPlan] { plans[service]?.ports ?? [] }

    /// The frontends of a Service as they were planned last.
    public func frontends(of service: ObjectKey) -> [LoadBalancerFrontend] { plans[service]?.frontends ?? [] }

    /// The Services that want to know of a target.
    func services(asking target: ProbeTarget) -> Set<ObjectKey> { users[target] ?? [] }

    func isDown(_ target: ProbeTarget) -> Bool { down.contains(target) }

    /// Endpoints of a Service that are left out, since their address is not IPv4.
    func leftOut(of service: ObjectKey) -> Int { entries(of: service).reduce(0) { $0 + $1.leftOut } }

    /// Of endpoints or nodes there are more than a Service may have; nil where there are not.
    func surplus(of service: ObjectKey) -> ServicePlanning.Surplus? { plans[service]?.surplus }

    /// The addresses of the nodes, and their names.
    var nodeAddresses: [IPv4Address: String] {
        Dictionary(nodes.compactMap { name, node in node.address.map { ($0, name) } }) { min($0, $1) }
    }
}
