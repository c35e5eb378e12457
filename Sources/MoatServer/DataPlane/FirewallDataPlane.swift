public import Logging
import MoatDNS
import MoatEgress
public import MoatGateway
public import MoatLogs
public import MoatModel
public import MoatPolicy

/// Gate, egress proxy and DNS proxy as one: they share the snapshot that judges and the
/// counters of the rules.
public final class FirewallDataPlane: DataPlane {
    private let inForce: SnapshotInForce
    private let dns: DNSProxy
    private let egress: EgressProxy
    private let gateway: Gateway
    private let watch: SourceWatch

    /// Starts the three, the gate last: nothing is let in before who judges it is there. The
    /// addresses that rule names had before are in force from the first packet on. `loadBalancer`
    /// is the one on this machine, to whose backends DNAT rules then lead in one step.
    ///
    /// - Throws: `KernelError`, `SocketError`, `DNSProxyError` or `StateStoreError`, before
    ///   anything was changed.
    public init(
        _ configuration: FirewallConfiguration, logs: LogWriter, watch: SourceWatch,
        loadBalancer: KernelLoadBalancer? = nil, logger: Logger
    ) throws {
        let inForce = SnapshotInForce()
        let counters = RuleCounterTable()
        let dns = try DNSProxy(
            configuration.dns, inForce: inForce, store: LearnedAddressDatabase(path: configuration.namesPath),
            logs: logs, logger: logger)
        let egress = try EgressProxy(
            configuration.egress, inForce: inForce, resolver: DNSNameResolver(dns: dns), counters: counters,
            logs: logs, logger: logger)
        var gatewayConfiguration = configuration.gateway
        gatewayConfiguration.proxyPort = egress.port
        do {
            gateway = try Gateway(
                gatewayConfiguration, inForce: inForce, counters: counters, logs: logs, loadBalancer: loadBalancer,
                logger: logger, observe: { watch.observe($0) })
        } catch {
            egress.stop()
            dns.stop()
            throw error
        }
        self.inForce = inForce
        self.dns = dns
        self.egress = egress
        self.watch = watch
    }

    /// The DNS proxy comes first, since it is what may refuse, and goes back where the gate
    /// refuses.
    public func apply(_ snapshot: Snapshot) async throws -> ApplyOutcome {
        let previous = inForce.current
        try dns.apply(snapshot.dnsSettings, at: snapshot.privateAddresses)
        var outcome: ApplyOutcome
        do {
            outcome = try await gateway.apply(snapshot)
        } catch {
            if let previous { try dns.apply(previous.dnsSettings, at: previous.privateAddresses) }
            throw error
        }
        dns.policyChanged()
        let (judged, cut) = await egress.judgeTunnels(by: inForce.current ?? snapshot)
        outcome.flowsJudged += judged
        outcome.flowsCut += cut
        return outcome
    }

    public func watch(_ threats: ThreatLists) async throws -> (judged: Int, cut: Int) {
        guard let judging = inForce.replace(threats: threats), judging.threatAction == .deny else { return (0, 0) }
        let (judged, cut) = try await gateway.judgeLiveFlowsAgain()
        let tunnels = await egress.judgeTunnels(by: judging)
        return (judged + tunnels.judged, cut + tunnels.cut)
    }

    public func liveFlows() async throws -> [LiveFlow] {
        try await gateway.liveFlows() + egress.tunnels().map { LiveFlow($0) }
    }

    public func counters() async throws -> [UInt32: RuleCounters] {
        try await gateway.counters()
    }

    public func status() async -> DataPlaneStatus {
        var status = await gateway.status()
        status.losses.merge(egress.losses) { $1 }
        status.losses.merge(dns.losses) { $1 }
        status.losses.merge(watch.losses) { $1 }
        status.proxiedConnections = await egress.tunnels().count
        status.names = NameServiceStatus(dns.status)
        return status
    }

    public var judging: Snapshot? { inForce.current }

    public func addresses(of name: String) async -> [IPAddress] {
        await withCheckedContinuation { continuation in
            dns.resolve(name) { result in
                continuation.resume(returning: (try? result.get()) ?? [])
            }
        }
    }

    /// Stops judging: live flows go on, tunnels end, new flows are dropped.
    public func stop() {
        gateway.stop()
        egress.stop()
        dns.stop()
    }
}

extension LiveFlow {
    init(_ tunnel: EgressTunnel) {
        self.init(
            flow: tunnel.flow, name: tunnel.name, ruleNumber: tunnel.ruleNumber,
            translatedDestination: Decision.Translation(
                address: tunnel.destination, port: tunnel.flow.destinationPort),
            translatedSource: Decision.Translation(address: tunnel.source, port: 0), bytesSent: tunnel.bytesSent,
            bytesReceived: tunnel.bytesReceived, age: tunnel.age)
    }
}

extension NameServiceStatus {
    init(_ status: DNSProxyStatus) {
        self.init(
            listening: status.listening.map(\.description),
            servers: status.servers.map { server in
                Server(
                    address: server.server.description, isHealthy: server.isHealthy, answered: server.answered,
                    failed: server.failed, lastError: server.lastError)
            },
            ownServers: status.ownServers.map(\.description), learnedNames: status.learnedNames,
            learnedAddresses: status.learnedAddresses, queries: status.queriesUDP + status.queriesTCP,
            answeredFromCache: status.answeredFromCache, cacheEntries: status.cacheEntries)
    }
}
