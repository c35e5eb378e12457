/// The log tables, by the names that Azure Monitor gives them.
public enum LogTable: String, Hashable, Sendable, CaseIterable, Codable {
    case networkRule = "AZFWNetworkRule"
    case natRule = "AZFWNatRule"
    case applicationRule = "AZFWApplicationRule"
    case dnsQuery = "AZFWDnsQuery"
    case fqdnResolutionFailure = "AZFWInternalFqdnResolutionFailure"
}
