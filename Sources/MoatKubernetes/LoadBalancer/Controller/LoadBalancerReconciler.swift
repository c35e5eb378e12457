import MoatModel

/// Decides what each Service gets, what is to be written to it, and what is told. It knows the
/// cluster from what it was told, does nothing by itself, and has no clock.
///
/// The record of who has which address is each Service's status: it is what clients were told, the
/// API keeps it, and no user edits it by accident. So a controller that starts reads there what
/// was given, by whomever it was.
public struct LoadBalancerReconciler: Sendable {
    /// Holds a Service that is deleted until its frontends are gone; the name is that of Kubernetes'
    /// service controller.
    public static let finalizer = "service.kubernetes.io/load-balancer-cleanup"
    /// Tells whether a Service has what it wishes. That it is there marks a Service as ours.
    public static let condition = "moat.dev/LoadBalancerReady"

    struct Entry: Sendable {
        var service: Service
        var reading: LoadBalancerReading
        /// Why it has no address, or not the one that it wishes.
        var addressError: AddressError?
        var problems: [LoadBalancerProblem] {
            reading.problems
                + (addressError.map { [LoadBalancerProblem(.error, $0.reason, $0.description)] } ?? [])
        }
    }

    let configuration: LoadBalancerConfiguration
    var planner: LoadBalancerPlanner
    var pool: AddressPool
    var entries: [ObjectKey: Entry] = [:]
    var dirty: Set<ObjectKey> = []
    /// Those without the address that they wish, which may be free when another goes.
    var wanting: Set<ObjectKey> = []
    /// Those looked at since their writes were asked for.
    private var touched: Set<ObjectKey> = []
    private var told: [ObjectKey: Set<LoadBalancerProblem>] = [:]
    private var hasServices = false
    private var hasSlices = false
    private var hasNodes = false
    public private(set) var events: [LoadBalancerEvent] = []

    public init(_ configuration: LoadBalancerConfiguration) {
        self.configuration = configuration
        planner = LoadBalancerPlanner(mode: configuration.rules.targetMode)
        pool = AddressPool(subnets: configuration.subnets, defaultSubnet: configuration.defaultSubnet)
        pool.setMachines(configuration.reserved)
    }

    /// Whether all lists have come, before which nothing may be put in force.
    public var isComplete: Bool { hasServices && hasSlices && hasNodes }

    public var hasWork: Bool { !dirty.isEmpty || planner.hasChanges }

    public mutating func take(_ change: ClusterChange) {
        switch change {
        case .services(let list):
            hasServices = true
            let keys = Set(list.map(\.key))
            for key in entries.keys where !keys.contains(key) { forget(key) }
            for service in list { take(service) }
        case .service(let service): take(service)
        case .serviceGone(let key): forget(key)
        case .slices(let list):
            hasSlices = true
            planner.replaceSlices(list)
            let keys = Set(list.map(\.key))
            for key in pool.slices where !keys.contains(key) { setEndpoints([], of: key) }
            for slice in list { setEndpoints(Self.addresses(slice), of: slice.key) }
        case .slice(let slice):
            planner.set(slice)
            setEndpoints(Self.addresses(slice), of: slice.key)
        case .sliceGone(let key):
            planner.removeSlice(key)
            setEndpoints([], of: key)
        case .nodes(let list):
            hasNodes = true
            planner.replaceNodes(list)
            setMachines()
        case .node(let node):
            planner.set(node)
            setMachines()
        case .nodeGone(let name):
            planner.removeNode(name)
            setMachines()
        }
    }

    /// Takes what a probe found, and tells it.
    public mutating func take(_ report: ProbeReport) {
        guard planner.isDown(report.target) != (report.state == .down) else { return }
        for key in planner.services(asking: report.target).sorted() {
            guard let entry = entries[key] else { continue }
            let reference = entry.service.reference
            if report.state == .down {
                tell(reference, .warning, "UnhealthyBackend", "\(report.target) is down: \(report.failure ?? "")")
            } else {
                tell(reference, .normal, "HealthyBackend", "\(report.target) is up again")
            }
        }
        planner.set(report.target, isDown: report.state == .down)
    }

    /// Gives addresses to those who wish one, and plans. Without `gives`, only addresses that are
    /// recorded count, as for a controller that does not lead.
    public mutating func reconcile(gives: Bool) -> LoadBalancerPlanner.Change {
        // Those who have an address come before those who ask for one, and these before those who
        // take any; of equals the older Service, and then the name decides.
        let order = dirty.compactMap { key in entries[key].map { (rank($0), age($0), key) } }.sorted { $0 < $1 }
        dirty.removeAll(keepingCapacity: true)
        for (_, _, key) in order {
            settle(key, gives: gives)
            touched.insert(key)
        }
        let change = planner.plan()
        // What is wrong may have come of planning.
        let settled = order.map(\.2)
        for key in settled + change.surplus.subtracting(settled).sorted() { tellProblems(key) }
        return change
    }

    /// The events since the last call.
    public mutating func takeEvents() -> [LoadBalancerEvent] {
        defer { events.removeAll() }
        return events
    }

    /// The Services that were looked at since the last call, whose writes may be due.
    mutating func takeTouched() -> Set<ObjectKey> {
        defer { touched.removeAll(keepingCapacity: true) }
        return touched
    }

    /// Whether what is known of a Service is in force, if all is that was planned and then taken by
    /// `takeTouched`.
    func isSettled(_ key: ObjectKey) -> Bool { !dirty.contains(key) && !touched.contains(key) }

    /// Looks at all Services anew, as when leadership changes, and tells again what is wrong with them.
    public mutating func reconsiderAll() {
        told.removeAll()
        dirty.formUnion(entries.keys)
    }
}

extension LoadBalancerReconciler {
    private mutating func take(_ service: Service) {
        let key = service.key
        if let known = entries[key]?.service, Self.isOlder(service, than: known) { return }
        guard isOurs(service) || isMarked(service) else {
            forget(key)
            return
        }
        let known = entries[key]
        let isSame =
            known.map {
                $0.service.spec == service.spec && $0.service.metadata.annotations == service.metadata.annotations
            } ?? false
        let reading =
            isSame ? known?.reading : nil
        entries[key] = Entry(
            service: service, reading: reading ?? LoadBalancerReading(service, rules: configuration.rules),
            addressError: known?.addressError)
        dirty.insert(key)
    }

    /// Versions are opaque, and of one object comparable as numbers where they are such (KEP-5504).
    private static func isOlder(_ service: Service, than known: Service) -> Bool {
        guard service.metadata.uid == known.metadata.uid,
            let new = service.metadata.resourceVersion.flatMap({ UInt64($0) }),
            let old = known.metadata.resourceVersion.flatMap({ UInt64($0) })
        else { return false }
        return new < old
    }

    private mutating func forget(_ key: ObjectKey) {
        guard entries.removeValue(forKey: key) != nil else { return }
        dirty.remove(key)
        touched.remove(key)
        told[key] = nil
        planner.remove(key)
        release(key)
    }

    mutating func release(_ key: ObjectKey) {
        wanting.remove(key)
        guard pool.address(of: key) != nil else { return }
        pool.release(key)
        dirty.formUnion(wanting)
    }

    private mutating func setMachines() {
        let nodes = planner.nodeAddresses.mapValues { "the node \($0)" }
        if pool.setMachines(nodes.merging(configuration.reserved) { _, reserved in reserved }) {
            dirty.formUnion(wanting)
        }
    }

    private static func addresses(_ slice: EndpointSlice) -> some Sequence<IPv4Address> {
        slice.endpoints.lazy.flatMap(\.addresses).compactMap { IPv4Address($0) }
    }

    private mutating func setEndpoints(_ addresses: some Sequence<IPv4Address>, of slice: ObjectKey) {
        if pool.setEndpoints(addresses, of: slice) { dirty.formUnion(wanting) }
    }

    func isOurs(_ service: Service) -> Bool { configuration.selection.contains(service) }

    /// Whether a Service was ours once, which is to be undone.
    private func isMarked(_ service: Service) -> Bool {
        service.status.conditions.contains { $0.type == Self.condition }
    }

    /// Whether a Service is to have an address.
    func isWanted(_ service: Service) -> Bool {
        isOurs(service) && service.metadata.deletionTimestamp == nil
    }

    mutating func tellProblems(_ key: ObjectKey) {
        guard let entry = entries[key], isWanted(entry.service) else { return }
        var problems = entry.problems
        let leftOut = planner.leftOut(of: key)
        if leftOut > 0 {
            problems.append(
                .init(.warning, "UnsupportedFamily", "endpoints without an IPv4 address are left out"))
        }
        if let surplus = planner.surplus(of: key) {
            problems.append(
                .init(
                    .warning, "TooManyBackends",
                    "of \(surplus.all) \(surplus.what) only \(surplus.kept) are used: a Service has at most "
                        + "\(ServicePlanning.maximumBackends) backends, and this one has \(surplus.ports) ports"))
        }
        let known = told[key] ?? []
        for problem in problems where !known.contains(problem) {
            tell(entry.service.reference, .warning, problem.reason, problem.message)
        }
        told[key] = problems.isEmpty ? nil : Set(problems)
    }

    mutating func tell(_ service: ObjectReference, _ type: EventType, _ reason: String, _ message: String) {
        // Nobody reads more than that at once.
        guard events.count < 10_000 else { return }
        events.append(LoadBalancerEvent(service, type, reason, message))
    }
}
