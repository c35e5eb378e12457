import Dispatch
import Glibc
public import Logging
import MoatKernel
public import MoatModel
import Synchronization

/// The load balancer's data path: NAT by the kernel, led by maps of nftables.
///
/// Needs CAP_NET_ADMIN. Belongs to the network namespace of the thread that made it. When it
/// goes away, in whatever way, the kernel goes on with what was in force last. Where two run on
/// one machine, the one that put its table in force last carries all; an empty table of the
/// other one then changes nothing.
///
/// What it does not do: it does not route the addresses here from elsewhere (machines of the
/// same link find them, by ARP), and it translates IPv4 only. A backend does not reach itself
/// through it, as on Azure: the kernel takes no packet from a machine for that same machine.
public final class KernelLoadBalancer: LoadBalancerDataPath {
    private struct State {
        /// The table in force that this one has put there; nil before the first, after a failure
        /// in the middle, and when another process has taken over.
        var skeleton: LoadBalancerSkeleton?
        var inForce = LoadBalancerMaps()
        var frontends: [LoadBalancerFrontend] = []
        var rules: [UInt32: LoadBalancerBackend] = [:]
        var links: Set<String> = []
        /// The addresses of an earlier process, once they were asked for.
        var earlier: Set<IPv4Address>?
        /// Whether a table of this process was in force.
        var hasApplied = false
        /// Where cutting flows failed: the addresses that were in force since it last did not.
        var uncut: Set<IPv4Address>?
        /// What was in force before another took over by arrangement; nil where none has.
        var withdrawn: LoadBalancerMaps?
    }

    /// So many elements make a transaction: enough to be fast, and the memory that libnftables
    /// takes meanwhile stays small.
    private static let elementsPerTransaction = 16384

    private let ruleset: any Ruleset
    private let cutter: ConntrackCutter
    private let addresses: LocalAddresses
    private let logger: Logger
    private let ruleMask: UInt32?
    private let turningMark: UInt32
    private let state = Mutex(State())
    private let changes = DispatchQueue(label: "moat.loadbalancer.changes")

    /// Changes nothing until the first `apply`.
    /// - Parameters:
    ///   - ruleMask: the bits of a mark that name a DNAT rule of the firewall on this machine,
    ///     whose flows then reach a backend in one step; nil where there is none
    ///   - turningMark: a bit of the packet's mark that is free
    ///   - logger: for what people should know
    /// - Throws: `KernelError` for a missing privilege
    public init(ruleMask: UInt32? = nil, turningMark: UInt32 = 1, logger: Logger) throws {
        self.ruleset = try NftablesRuleset()
        self.ruleMask = ruleMask
        self.turningMark = turningMark
        self.cutter = try ConntrackCutter()
        self.addresses = try LocalAddresses()
        self.logger = logger
    }

    /// One beside the gateway on this machine: flows of DNAT rules that lead to a frontend reach
    /// its backends in one step.
    /// - Throws: `KernelError` for a missing privilege or a mask of marks that will not do
    public convenience init(beside gateway: GatewayConfiguration, logger: Logger) throws {
        let layout = try MarkLayout(gateway)
        // Marks of packets are free again once they are judged, so the lowest bit does.
        try self.init(
            ruleMask: layout.ruleMask, turningMark: layout.mask & ~(layout.mask - 1), logger: logger)
    }

    /// Takes the load balancer off this machine: what it carries ends.
    public static func remove() throws {
        let ruleset = try NftablesRuleset()
        for name in LoadBalancerSkeleton.names {
            try ruleset.run("add table inet \(name)\ndelete table inet \(name)\n")
        }
        let addresses = try LocalAddresses()
        try addresses.remove(try addresses.current())
    }

    // MARK: - LoadBalancerDataPath

    public func apply(_ frontends: [LoadBalancerFrontend]) async throws {
        try await change { [self] state in
            state.frontends = frontends
            state.withdrawn = nil
            try cut(try update(&state), &state)
        }
    }

    public func withdraw() async throws {
        try await change { [self] state in
            state.frontends = []
            state.withdrawn = state.withdrawn ?? state.inForce
            try cut(try update(&state), &state)
        }
    }

    private func change(_ body: @escaping @Sendable (inout sending State) throws -> Void) async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            changes.async { [self] in
                continuation.resume(with: Result { try state.withLock { try body(&$0) } })
            }
        }
    }

    // MARK: - The firewall on this machine

    /// Sends the flows of DNAT rules that lead to a frontend to its backends. Blocks until that
    /// is in force. `rules` are the bits of each rule in a mark, and where it leads to.
    func follow(_ rules: [UInt32: LoadBalancerBackend]) throws {
        try changes.sync {
            try state.withLock { state in
                guard state.rules != rules else { return }
                let old = state.rules
                state.rules = rules
                // Before the first table there is nothing that could follow.
                guard state.skeleton != nil || state.hasApplied && !state.frontends.isEmpty else { return }
                let stranded: StrandedFlows?
                do {
                    stranded = try update(&state)
                } catch {
                    // Who asks again for the same is not to be told that it is so.
                    state.rules = old
                    throw error
                }
                do {
                    try cut(stranded, &state)
                } catch {
                    // The rules are in force; the next change cuts what is left.
                    logger.warning("flows of backends that are gone go on: \(error)")
                }
            }
        }
    }

    /// Whether a flow to a frontend may be at this backend. Until this process knows the frontends,
    /// what an earlier one has put in force goes on, and so do flows to its addresses.
    func leads(_ key: LoadBalancerFrontend.Key, to backend: LoadBalancerBackend) -> Bool {
        state.withLock { state in
            if !state.hasApplied {
                let earlier = state.earlier ?? (try? addresses.current())
                state.earlier = earlier
                return earlier?.contains(key.address) ?? true
            }
            let maps = state.withdrawn ?? state.inForce
            guard let frontend = maps.targets[.frontend(key)] else { return false }
            return frontend.backends.contains(backend) || frontend.draining.contains(backend)
        }
    }

    // MARK: - Changes

    /// - Returns: the flows that are to be cut then
    private func update(_ state: inout State) throws -> StrandedFlows? {
        let present = try tables { _ in true }
        if let skeleton = state.skeleton, !present.contains(skeleton.name) {
            logger.warning("another load balancer has taken over on this machine")
            state.skeleton = nil
            if state.frontends.isEmpty {
                // What is there is the other's, and nothing of this one is left.
                state.inForce = LoadBalancerMaps()
                return nil
            }
        }
        // Flows that are at backends by rules of the firewall are all right where frontends are only
        // served elsewhere now.
        let new = LoadBalancerMaps(state.frontends, rules: state.withdrawn == nil ? state.rules : [:])
        let changed = new.changes(from: state.inForce)
        let since = state.inForce.addresses.union(state.uncut ?? [])
        let stranded =
            if state.skeleton != nil, state.uncut == nil {
                StrandedFlows(from: state.inForce, to: new, changed: changed, ruleMask: ruleMask)
            } else {
                StrandedFlows(at: since.union(try addresses.current()), besides: new, ruleMask: ruleMask)
            }
        if let skeleton = state.skeleton {
            try change(&state, to: new, changed, skeleton)
        } else {
            try takeOver(&state, with: new, from: present)
        }
        state.uncut = since
        return stranded
    }

    private func change(
        _ state: inout State, to new: LoadBalancerMaps, _ changed: [SlotTarget], _ skeleton: LoadBalancerSkeleton
    ) throws {
        let old = state.inForce
        try addresses.add(new.addresses.subtracting(old.addresses))
        do {
            try program(changed, from: old, to: new, table: skeleton.table)
            try refreshLinks(&state, table: skeleton.table)
        } catch {
            // Some transactions may have been made and others not: the next call begins with a
            // table of its own, and what is in force stays until then.
            state.skeleton = nil
            throw error
        }
        state.inForce = new
        try remove(old.addresses.subtracting(new.addresses), &state)
    }

    private func remove(_ given: Set<IPv4Address>, _ state: inout State) throws {
        do {
            try addresses.remove(given)
        } catch {
            // The next call looks at what is there, and does again what was left.
            state.skeleton = nil
            throw error
        }
    }

    /// Fills a table under the name that is not in force, and puts it there in one transaction.
    private func takeOver(_ state: inout State, with new: LoadBalancerMaps, from present: [String]) throws {
        let acting = try tables { $0["hook"] != nil }
        let name = LoadBalancerSkeleton.names.first { !acting.contains($0) } ?? LoadBalancerSkeleton.names[1]
        let skeleton = LoadBalancerSkeleton(name: name, ruleMask: ruleMask, turningMark: turningMark)
        let answered = try addresses.current()
        try addresses.add(new.addresses.subtracting(answered))
        try ruleset.run(skeleton.commands())
        state.links = []
        let empty = LoadBalancerMaps()
        try program(new.changes(from: empty), from: empty, to: new, table: skeleton.table)
        try refreshLinks(&state, table: skeleton.table)
        try ruleset.run(skeleton.takeOver(from: present.filter { $0 != name }))
        state.skeleton = skeleton
        state.inForce = new
        state.hasApplied = true
        state.earlier = nil
        try remove(answered.subtracting(new.addresses), &state)
    }

    /// The load balancer's tables that have a chain of that kind. A process that is killed between
    /// filling a table and changing over leaves one without a hook. Tables themselves are not
    /// listed: libnftables would read all their elements.
    private func tables(where fits: ([String: Any]) -> Bool) throws -> [String] {
        let chains = try ruleset.objects("list chains", "chain").filter(fits)
        let names = Set(chains.compactMap { $0["table"] as? String })
        return LoadBalancerSkeleton.names.filter(names.contains)
    }

    private func program(
        _ changed: [SlotTarget], from old: LoadBalancerMaps, to new: LoadBalancerMaps, table: String
    ) throws {
        var commands = LoadBalancerCommands()
        new.addressCommands(from: old, into: &commands)
        for target in changed {
            new.commands(for: target, from: old, into: &commands)
            if commands.count >= Self.elementsPerTransaction { try flush(&commands, to: table) }
        }
        try flush(&commands, to: table)
    }

    private func flush(_ commands: inout LoadBalancerCommands, to table: String) throws {
        guard commands.count > 0 else { return }
        try ruleset.run(commands.text(table: table))
        commands = LoadBalancerCommands()
    }

    /// Interfaces come and go with containers and tunnels.
    private func refreshLinks(_ state: inout State, table: String) throws {
        let links = NetworkInterfaces.names()
        var commands = LoadBalancerCommands()
        for link in state.links.subtracting(links) { commands.delete(from: "same_link", "\"\(link)\" . \"\(link)\"") }
        for link in links.subtracting(state.links) { commands.add(to: "same_link", "\"\(link)\" . \"\(link)\"") }
        try flush(&commands, to: table)
        state.links = links
    }

    private func cut(_ stranded: StrandedFlows?, _ state: inout State) throws {
        guard let stranded else { return }
        var entries: [ConntrackEntry] = []
        if !stranded.isEmpty {
            try ConntrackTable().forEach { if stranded.contains($0) { entries.append($0) } }
        }
        if !entries.isEmpty {
            let count = try cutter.cut(entries)
            logger.info("\(count) flows of backends that are gone were cut")
        }
        state.uncut = nil
    }
}
