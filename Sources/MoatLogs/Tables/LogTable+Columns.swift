// The columns are those of Azure Monitor's reference (learn.microsoft.com,
// azure/azure-monitor/reference/tables/azfwnetworkrule and so on).
extension LogTable {
    /// The columns that only this table has, in the order in which its records give them;
    /// `TimeGenerated` and the columns of all tables are not among them.
    public var ownColumns: [LogColumn] {
        switch self {
        case .networkRule:
            Self.tuple + [LogColumn("Action", .string)] + Self.rule + [LogColumn("ActionReason", .string)]
        case .natRule: Self.tuple + Self.translated + Self.rule
        case .applicationRule: Self.applicationRuleColumns
        case .dnsQuery: Self.dnsQueryColumns
        case .fqdnResolutionFailure: Self.fqdnResolutionFailureColumns
        }
    }

    private static let tuple = [
        LogColumn("Protocol", .string), LogColumn("SourceIp", .string), LogColumn("SourcePort", .int),
        LogColumn("DestinationIp", .string), LogColumn("DestinationPort", .int),
    ]

    private static let translated = [LogColumn("TranslatedIp", .string), LogColumn("TranslatedPort", .int)]

    private static let rule = [
        LogColumn("Policy", .string), LogColumn("RuleCollectionGroup", .string), LogColumn("RuleCollection", .string),
        LogColumn("Rule", .string),
    ]

    private static let applicationRuleColumns =
        [
            LogColumn("Protocol", .string), LogColumn("SourceIp", .string), LogColumn("SourcePort", .int),
            LogColumn("DestinationPort", .int), LogColumn("Fqdn", .string), LogColumn("TargetUrl", .string),
            LogColumn("Action", .string),
        ] + rule + [
            LogColumn("ActionReason", .string), LogColumn("IsTlsInspected", .bool), LogColumn("WebCategory", .string),
            LogColumn("IsExplicitProxyRequest", .bool),
        ]

    private static let dnsQueryColumns = [
        LogColumn("SourceIp", .string), LogColumn("SourcePort", .int), LogColumn("QueryId", .int),
        LogColumn("QueryType", .string), LogColumn("QueryClass", .string), LogColumn("QueryName", .string),
        LogColumn("Protocol", .string), LogColumn("RequestSize", .int), LogColumn("DnssecOkBit", .bool),
        LogColumn("EDNS0BufferSize", .int), LogColumn("ResponseCode", .string), LogColumn("ResponseFlags", .string),
        LogColumn("ResponseSize", .int), LogColumn("RequestDurationSecs", .real), LogColumn("ErrorNumber", .int),
        LogColumn("ErrorMessage", .string),
    ]

    private static let fqdnResolutionFailureColumns =
        [LogColumn("Fqdn", .string), LogColumn("ServerIp", .string), LogColumn("ServerPort", .int)] + rule + [
            LogColumn("Error", .string)
        ]

    /// All columns, in the order of Azure Monitor's documentation.
    public var columns: [LogColumn] {
        [LogColumn("TenantId", .string), LogColumn("TimeGenerated", .datetime)] + ownColumns + [
            LogColumn("SourceSystem", .string), LogColumn("Type", .string), LogColumn("_IsBillable", .string),
            LogColumn("_BilledSize", .real), LogColumn("_ResourceId", .string), LogColumn("_SubscriptionId", .string),
        ]
    }
}
