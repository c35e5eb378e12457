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
        case .threatIntel: Self.threatIntelColumns
        case .dnsQuery: Self.dnsQueryColumns
        case .fqdnResolutionFailure: Self.fqdnResolutionFailureColumns
        case .flowTrace:
            Self.tuple + [LogColumn("Action", .string), LogColumn("ActionReason", .string), LogColumn("Flag", .string)]
        case .fatFlow: Self.tuple + [LogColumn("FlowRate", .real)]
        case .networkRuleAggregation: Self.networkRuleAggregationColumns
        case .applicationRuleAggregation: Self.applicationRuleAggregationColumns
        case .natRuleAggregation: Self.natRuleAggregationColumns
        case .flow: Self.flowColumns
        case .ingressAccess: Self.ingressAccessColumns
        case .waf: Self.wafColumns
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

    private static let threatIntelColumns =
        tuple + [
            LogColumn("Fqdn", .string), LogColumn("TargetUrl", .string), LogColumn("Action", .string),
            LogColumn("ThreatDescription", .string), LogColumn("IsTlsInspected", .bool),
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

    private static let networkRuleAggregationColumns =
        [
            LogColumn("Protocol", .string), LogColumn("SourceIp", .string), LogColumn("DestinationIp", .string),
            LogColumn("DestinationPort", .int), LogColumn("Action", .string), LogColumn("ActionReason", .string),
        ] + rule + [LogColumn("IsDefaultRule", .bool), LogColumn("NetworkRuleCount", .int)]

    private static let applicationRuleAggregationColumns =
        [
            LogColumn("Protocol", .string), LogColumn("SourceIp", .string), LogColumn("DestinationPort", .int),
            LogColumn("Fqdn", .string), LogColumn("TargetUrl", .string), LogColumn("Action", .string),
        ] + rule + [LogColumn("ActionReason", .string), LogColumn("ApplicationRuleCount", .int)]

    private static let natRuleAggregationColumns =
        [LogColumn("Protocol", .string), LogColumn("SourceIp", .string)] + translated + rule + [
            LogColumn("NatRuleCount", .int)
        ]

    private static let flowColumns =
        [LogColumn("StartTime", .datetime), LogColumn("EndTime", .datetime)] + tuple + translated + [
            LogColumn("SourceTranslatedIp", .string), LogColumn("SourceTranslatedPort", .int),
            LogColumn("Fqdn", .string),
        ] + rule + [
            LogColumn("PacketsSent", .long), LogColumn("PacketsReceived", .long), LogColumn("BytesSent", .long),
            LogColumn("BytesReceived", .long), LogColumn("CloseReason", .string),
        ]

    private static let ingressAccessColumns = [
        LogColumn("RequestId", .string),
        LogColumn("ClientIp", .string),
        LogColumn("ClientPort", .int),
        LogColumn("Host", .string),
        LogColumn("Method", .string),
        LogColumn("Path", .string),
        LogColumn("HttpVersion", .string),
        LogColumn("TlsVersion", .string),
        LogColumn("Status", .int),
        LogColumn("BytesReceived", .long),
        LogColumn("BytesSent", .long),
        LogColumn("DurationSecs", .real),
        LogColumn("UpstreamDurationSecs", .real),
        LogColumn("UpstreamStatus", .int),
        LogColumn("Attempts", .int),
        LogColumn("Namespace", .string),
        LogColumn("Ingress", .string),
        LogColumn("Service", .string),
        LogColumn("Endpoint", .string),
        LogColumn("UserAgent", .string),
        LogColumn("Instance", .string),
    ]

    private static let wafColumns = [
        LogColumn("RequestId", .string),
        LogColumn("ClientIp", .string),
        LogColumn("Host", .string),
        LogColumn("Method", .string),
        LogColumn("Path", .string),
        LogColumn("Namespace", .string),
        LogColumn("Ingress", .string),
        LogColumn("RuleId", .long),
        LogColumn("Message", .string),
        LogColumn("Severity", .string),
        LogColumn("MatchedPlace", .string),
        LogColumn("MatchedValue", .string),
        LogColumn("Action", .string),
        LogColumn("ParanoiaLevel", .int),
        LogColumn("Instance", .string),
    ]
}
