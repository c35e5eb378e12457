import Foundation

/// A record of one of the tables.
public enum LogRecord: Hashable, Sendable {
    case networkRule(AZFWNetworkRule)
    case natRule(AZFWNatRule)
    case applicationRule(AZFWApplicationRule)
    case dnsQuery(AZFWDnsQuery)
    case fqdnResolutionFailure(AZFWInternalFqdnResolutionFailure)

    public var table: LogTable {
        switch self {
        case .networkRule: .networkRule
        case .natRule: .natRule
        case .applicationRule: .applicationRule
        case .dnsQuery: .dnsQuery
        case .fqdnResolutionFailure: .fqdnResolutionFailure
        }
    }

    public var timeGenerated: LogTimestamp {
        switch self {
        case .networkRule(let record): record.timeGenerated
        case .natRule(let record): record.timeGenerated
        case .applicationRule(let record): record.timeGenerated
        case .dnsQuery(let record): record.timeGenerated
        case .fqdnResolutionFailure(let record): record.timeGenerated
        }
    }

    /// The record as it is stored, with the columns that every table has.
    func line(_ origin: LogOrigin) -> LogLine {
        var writer = LogRecordWriter(time: timeGenerated)
        switch self {
        case .networkRule(let record): record.write(to: &writer)
        case .natRule(let record): record.write(to: &writer)
        case .applicationRule(let record): record.write(to: &writer)
        case .dnsQuery(let record): record.write(to: &writer)
        case .fqdnResolutionFailure(let record): record.write(to: &writer)
        }
        origin.write(to: &writer, table: table)
        writer.finish()
        return LogLine(table: table, time: timeGenerated.date, json: Data(writer.bytes))
    }
}
