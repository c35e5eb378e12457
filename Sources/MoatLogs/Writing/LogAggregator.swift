/// Counts decisions by minute and by all that is alike in them, for the three Aggregation
/// tables.
///
/// A minute is that of the records' own time. Its counts are due two seconds after its end;
/// what still comes for it makes records of its own, so that sums stay right.
struct LogAggregator {
    /// Nanoseconds that records may take from being made to being written.
    private static let grace: Int64 = 2_000_000_000
    private static let minute: Int64 = 60_000_000_000

    /// Kinds that are told apart at a time, over all tables. A kind takes about 200 bytes, and a
    /// scan of the internet makes one for every packet.
    private let capacity: Int
    /// The keys have the count 0.
    private var networkRules: [AZFWNetworkRuleAggregation: Int] = [:]
    private var applicationRules: [AZFWApplicationRuleAggregation: Int] = [:]
    private var natRules: [AZFWNatRuleAggregation: Int] = [:]
    private var nextDue = Int64.min
    /// Decisions that found no place among the kinds.
    private(set) var overflow: UInt64 = 0

    init(capacity: Int = 65_536) {
        self.capacity = capacity
    }

    mutating func add(_ records: [LogRecord]) {
        for record in records {
            switch record {
            case .networkRule(let record):
                Self.count(AZFWNetworkRuleAggregation(record), &networkRules, room, &overflow)
            case .applicationRule(let record):
                Self.count(AZFWApplicationRuleAggregation(record), &applicationRules, room, &overflow)
            case .natRule(let record): Self.count(AZFWNatRuleAggregation(record), &natRules, room, &overflow)
            case .threatIntel, .dnsQuery, .fqdnResolutionFailure, .flowTrace, .fatFlow, .networkRuleAggregation,
                .applicationRuleAggregation, .natRuleAggregation, .flow, .ingressAccess, .waf:
                break
            }
        }
    }

    private var room: Int {
        capacity - networkRules.count - applicationRules.count - natRules.count
    }

    private static func count<Kind: Hashable>(
        _ kind: Kind, _ counts: inout [Kind: Int], _ room: Int, _ overflow: inout UInt64
    ) {
        if let index = counts.index(forKey: kind) {
            counts.values[index] += 1
        } else if room > 0 {
            counts[kind] = 1
        } else {
            overflow += 1
        }
    }

    /// What is due at a time, once a minute; nothing in between.
    mutating func take(at now: LogTimestamp) -> [LogRecord] {
        guard now.nanoseconds >= nextDue else { return [] }
        let current = Self.minute(of: LogTimestamp(nanoseconds: now.nanoseconds - Self.grace))
        nextDue = current.nanoseconds + Self.minute + Self.grace
        return take { $0 < current }
    }

    /// Everything there is, also of a minute that has not ended.
    mutating func takeAll() -> [LogRecord] {
        take { _ in true }
    }

    private mutating func take(_ isDue: (LogTimestamp) -> Bool) -> [LogRecord] {
        var records: [LogRecord] = []
        for (var kind, count) in networkRules where isDue(kind.timeGenerated) {
            networkRules[kind] = nil
            kind.networkRuleCount = count
            records.append(.networkRuleAggregation(kind))
        }
        for (var kind, count) in applicationRules where isDue(kind.timeGenerated) {
            applicationRules[kind] = nil
            kind.applicationRuleCount = count
            records.append(.applicationRuleAggregation(kind))
        }
        for (var kind, count) in natRules where isDue(kind.timeGenerated) {
            natRules[kind] = nil
            kind.natRuleCount = count
            records.append(.natRuleAggregation(kind))
        }
        return records
    }

    /// The beginning of the minute in which a moment lies.
    static func minute(of time: LogTimestamp) -> LogTimestamp {
        let rest = time.nanoseconds % minute
        return LogTimestamp(nanoseconds: time.nanoseconds - (rest < 0 ? rest + minute : rest))
    }
}

extension AZFWNetworkRuleAggregation {
    fileprivate init(_ record: AZFWNetworkRule) {
        self.init(
            timeGenerated: LogAggregator.minute(of: record.timeGenerated), ipProtocol: record.ipProtocol,
            sourceIp: record.sourceIp, destinationIp: record.destinationIp, destinationPort: record.destinationPort,
            action: record.action, actionReason: record.actionReason, policy: record.policy,
            ruleCollectionGroup: record.ruleCollectionGroup, ruleCollection: record.ruleCollection, rule: record.rule,
            isDefaultRule: record.rule.isEmpty, networkRuleCount: 0)
    }
}

extension AZFWApplicationRuleAggregation {
    fileprivate init(_ record: AZFWApplicationRule) {
        self.init(
            timeGenerated: LogAggregator.minute(of: record.timeGenerated),
            applicationProtocol: record.applicationProtocol, sourceIp: record.sourceIp,
            destinationPort: record.destinationPort, fqdn: record.fqdn, targetUrl: record.targetUrl,
            action: record.action, policy: record.policy, ruleCollectionGroup: record.ruleCollectionGroup,
            ruleCollection: record.ruleCollection, rule: record.rule, actionReason: record.actionReason,
            applicationRuleCount: 0)
    }
}

extension AZFWNatRuleAggregation {
    fileprivate init(_ record: AZFWNatRule) {
        self.init(
            timeGenerated: LogAggregator.minute(of: record.timeGenerated), ipProtocol: record.ipProtocol,
            sourceIp: record.sourceIp, translatedIp: record.translatedIp, translatedPort: record.translatedPort,
            policy: record.policy, ruleCollectionGroup: record.ruleCollectionGroup,
            ruleCollection: record.ruleCollection, rule: record.rule, natRuleCount: 0)
    }
}
