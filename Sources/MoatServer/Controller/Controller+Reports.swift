import Foundation
import MoatAnalysis
import MoatGateway
import MoatModel
import MoatPolicy

extension Controller {
    func status() async throws -> StatusReport {
        let current = try inForce
        let gateway = await dataPlane.status()
        return StatusReport(
            firewall: firewall, isDefined: current.isDefined,
            policy: current.resources.firewalls[firewall]?.firewallPolicy, version: current.version,
            since: current.since, pending: pending, rules: current.snapshot.rules.count,
            resources: Dictionary(current.documents.keys.map { ($0.kind.rawValue, 1) }, uniquingKeysWith: +),
            gateway: gateway, startedAt: startedAt, processIdentifier: ProcessInfo.processInfo.processIdentifier,
            notice: notice(isDefined: current.isDefined, current.resources))
    }

    /// The rules in the order in which they are judged, the default last.
    func rules() async throws -> [RuleRow] {
        let current = try inForce
        let counters = try await dataPlane.counters()
        var rows: [RuleRow] = []
        if let action = current.snapshot.threatAction,
            !current.resources.threatIntelFeeds.isEmpty
                || current.snapshot.threatDetection != .init()
        {
            let counted = counters[RuleNumbering.threatIntel] ?? RuleCounters()
            rows.append(RuleRow(threatIntelligence: action, with: counted))
        }
        rows += current.snapshot.rules.enumerated().map { index, rule in
            RuleRow(rule, position: index + 1, counters: counters[rule.identity.number] ?? RuleCounters())
        }
        rows.append(RuleRow(defaultWith: counters[RuleNumbering.defaultRule] ?? RuleCounters()))
        return rows
    }

    /// The busiest live flows, at most `limit`: a gateway may carry hundreds of thousands.
    func flows(limit: Int) async throws -> [FlowRow] {
        let current = try inForce
        let flows = try await dataPlane.liveFlows()
        var names = Dictionary(
            current.snapshot.rules.map { ($0.identity.number, "\($0.identity.policy)/\($0.identity)") },
            uniquingKeysWith: { first, _ in first })
        names[RuleNumbering.managementRule] = "(management access)"
        names[RuleNumbering.threatIntel] = "(threat intelligence)"
        names[RuleNumbering.dnsProxy] = "(DNS proxy)"
        return flows.sorted { $0.bytesSent + $0.bytesReceived > $1.bytesSent + $1.bytesReceived }
            .prefix(limit).map { FlowRow($0, rule: names[$0.ruleNumber]) }
    }

    /// The resources of a kind, or all, sorted by key, as JSON.
    func documents(of kind: ResourceKind? = nil) throws -> [Data] {
        let current = try inForce
        return current.documents.filter { kind == nil || $0.key.kind == kind }.sorted { $0.key < $1.key }.map(\.value)
    }

    func document(_ key: ResourceKey) throws -> Data {
        guard let document = try inForce.documents[key] else { throw Self.notFound(key) }
        return document
    }
}
