import Foundation

/// A record of one of the tables.
public enum LogRecord: Hashable, Sendable {
    case networkRule(AZFWNetworkRule)
    case natRule(AZFWNatRule)
    case applicationRule(AZFWApplicationRule)
    case threatIntel(AZFWThreatIntel)
    case dnsQuery(AZFWDnsQuery)
    case fqdnResolutionFailure(AZFWInternalFqdnResolutionFailure)
    case flowTrace(AZFWFlowTrace)
    case fatFlow(AZFWFatFlow)
    case networkRuleAggregation(AZFWNetworkRuleAggregation)
    case applicationRuleAggregation(AZFWApplicationRuleAggregation)
    case natRuleAggregation(AZFWNatRuleAggregation)
    case flow(MoatFlow)
    case ingressAccess(MoatIngressAccess)
    case waf(MoatWaf)

    public var table: LogTable {
        switch self {
        case .networkRule: .networkRule
        case .natRule: .natRule
        case .applicationRule: .applicationRule
        case .threatIntel: .threatIntel
        case .dnsQuery: .dnsQuery
        case .fqdnResolutionFailure: .fqdnResolutionFailure
        case .flowTrace: .flowTrace
        case .fatFlow: .fatFlow
        case .networkRuleAggregation: .networkRuleAggregation
        case .applicationRuleAggregation: .applicationRuleAggregation
        case .natRuleAggregation: .natRuleAggregation
        case .flow: .flow
        case .ingressAccess: .ingressAccess
        case .waf: .waf
        }
    }

    public var timeGenerated: LogTimestamp {
        switch self {
        case .networkRule(let record): record.timeGenerated
        case .natRule(let record): record.timeGenerated
        case .applicationRule(let record): record.timeGenerated
        case .threatIntel(let record): record.timeGenerated
        case .dnsQuery(let record): record.timeGenerated
        case .fqdnResolutionFailure(let record): record.timeGenerated
        case .flowTrace(let record): record.timeGenerated
        case .fatFlow(let record): record.timeGenerated
        case .networkRuleAggregation(let record): record.timeGenerated
        case .applicationRuleAggregation(let record): record.timeGenerated
        case .natRuleAggregation(let record): record.timeGenerated
        case .flow(let record): record.timeGenerated
        case .ingressAccess(let record): record.timeGenerated
        case .waf(let record): record.timeGenerated
        }
    }

    /// The columns that only its table has, in the order of `LogTable.ownColumns`.
    func write(to writer: inout some LogColumns) {
        switch self {
        case .networkRule(let record): record.write(to: &writer)
        case .natRule(let record): record.write(to: &writer)
        case .applicationRule(let record): record.write(to: &writer)
        case .threatIntel(let record): record.write(to: &writer)
        case .dnsQuery(let record): record.write(to: &writer)
        case .fqdnResolutionFailure(let record): record.write(to: &writer)
        case .flowTrace(let record): record.write(to: &writer)
        case .fatFlow(let record): record.write(to: &writer)
        case .networkRuleAggregation(let record): record.write(to: &writer)
        case .applicationRuleAggregation(let record): record.write(to: &writer)
        case .natRuleAggregation(let record): record.write(to: &writer)
        case .flow(let record): record.write(to: &writer)
        case .ingressAccess(let record): record.write(to: &writer)
        case .waf(let record): record.write(to: &writer)
        }
    }

    /// The record as one JSON object, with the columns that every table has.
    public func line(_ origin: LogOrigin) -> LogLine {
        var writer = LogRecordWriter(time: timeGenerated)
        write(to: &writer)
        origin.write(to: &writer, table: table)
        writer.finish()
        return LogLine(table: table, time: timeGenerated.date, json: Data(writer.bytes))
    }
}
