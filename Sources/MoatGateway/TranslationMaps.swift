import MoatModel
import MoatPolicy

/// The elements of the table's two maps, and the transactions that lead from one state of
/// them to another.
struct TranslationMaps: Hashable {
    /// Rule number to target. A number always has the same target (the target is part of
    /// what makes a rule), so elements are added and removed, never changed.
    var targets: [UInt32: Decision.Translation] = [:]
    /// Mark bits of the source field to address.
    var sources: [UInt32: IPv4Address] = [:]

    init() {}

    init(_ snapshot: Snapshot, _ layout: MarkLayout) {
        for target in snapshot.natTargets {
            targets[layout.mark(ruleNumber: target.number)] = target.translation
        }
        for (index, address) in snapshot.publicAddresses.enumerated() {
            sources[layout.mark(sourceNAT: .publicAddress(index))] = address
        }
        sources[layout.mark(sourceNAT: .privateAddress)] = snapshot.privateAddress
    }

    /// Where the rules lead, as a load balancer wants it.
    var backends: [UInt32: LoadBalancerBackend] {
        targets.mapValues { LoadBalancerBackend(address: $0.address, port: $0.port) }
    }

    /// What has to be there before the first flow is judged by the new snapshot; nil where
    /// nothing has.
    func additions(to old: TranslationMaps) -> String? {
        var commands: [String] = []
        let added = targets.filter { old.targets[$0.key] == nil }
        if !added.isEmpty {
            let elements = added.sorted { $0.key < $1.key }.map { "\($0.key) : \($0.value.address) . \($0.value.port)" }
            commands.append("add element \(GatewaySkeleton.table) dnat_targets { \(elements.joined(separator: ", ")) }")
        }
        if sources != old.sources {
            commands.append("flush map \(GatewaySkeleton.table) source_addresses")
            let elements = sources.sorted { $0.key < $1.key }.map { "\($0.key) : \($0.value)" }
            if !elements.isEmpty {
                commands.append(
                    "add element \(GatewaySkeleton.table) source_addresses { \(elements.joined(separator: ", ")) }")
            }
        }
        return commands.isEmpty ? nil : commands.joined(separator: "\n")
    }

    /// What can go when no flow is judged by the old snapshot any more.
    func removals(from old: TranslationMaps) -> String? {
        let gone = old.targets.keys.filter { targets[$0] == nil }.sorted()
        guard !gone.isEmpty else { return nil }
        let elements = gone.map { "\($0)" }.joined(separator: ", ")
        return "delete element \(GatewaySkeleton.table) dnat_targets { \(elements) }"
    }
}
