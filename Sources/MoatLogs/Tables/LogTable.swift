/// The log tables, by the names that Azure Monitor gives them, and those that are Moat's
/// own, whose names begin with `Moat`.
public enum LogTable: String, Hashable, Sendable, CaseIterable, Codable {
    case networkRule = "AZFWNetworkRule"
    case natRule = "AZFWNatRule"
    case applicationRule = "AZFWApplicationRule"
    /// Has no records yet.
    case threatIntel = "AZFWThreatIntel"
    case dnsQuery = "AZFWDnsQuery"
    case fqdnResolutionFailure = "AZFWInternalFqdnResolutionFailure"
    case flowTrace = "AZFWFlowTrace"
    case fatFlow = "AZFWFatFlow"
    case networkRuleAggregation = "AZFWNetworkRuleAggregation"
    case applicationRuleAggregation = "AZFWApplicationRuleAggregation"
    case natRuleAggregation = "AZFWNatRuleAggregation"
    case flow = "MoatFlow"
    case ingressAccess = "MoatIngressAccess"
    case waf = "MoatWaf"

    /// Whether its records count what records of other tables say one by one.
    public var isAggregation: Bool {
        switch self {
        case .networkRuleAggregation, .applicationRuleAggregation, .natRuleAggregation: true
        case .networkRule, .natRule, .applicationRule, .threatIntel, .dnsQuery, .fqdnResolutionFailure, .flowTrace,
            .fatFlow, .flow, .ingressAccess, .waf:
            false
        }
    }

    /// All columns, in the order of Azure Monitor's documentation.
    public var columns: [LogColumn] {
        Self.columns(own: ownColumns)
    }

    /// A table's own columns with those that all tables have.
    static func columns(own: [LogColumn]) -> [LogColumn] {
        [LogColumn("TenantId", .string), LogColumn("TimeGenerated", .datetime)] + own + [
            LogColumn("SourceSystem", .string), LogColumn("Type", .string), LogColumn("_IsBillable", .string),
            LogColumn("_BilledSize", .real), LogColumn("_ResourceId", .string), LogColumn("_SubscriptionId", .string),
        ]
    }
}
