/// The table `AzureDiagnostics`, in which Azure Firewall kept its log before it had tables of its
/// own: a line of text for each record, `msg_s`, in exactly Azure's words, so that queries that
/// take it apart go on working (learn.microsoft.com, azure/firewall/diagnostic-logs).
public enum LegacyLog {
    public static let tableName = "AzureDiagnostics"

    public static let columns: [LogColumn] = [
        LogColumn("TenantId", .string), LogColumn("TimeGenerated", .datetime), LogColumn("ResourceId", .string),
        LogColumn("Category", .string), LogColumn("ResourceGroup", .string), LogColumn("SubscriptionId", .string),
        LogColumn("ResourceProvider", .string), LogColumn("Resource", .string), LogColumn("ResourceType", .string),
        LogColumn("OperationName", .string), LogColumn("msg_s", .string), LogColumn("SourceSystem", .string),
        LogColumn("Type", .string), LogColumn("_IsBillable", .string), LogColumn("_BilledSize", .real),
        LogColumn("_ResourceId", .string), LogColumn("_SubscriptionId", .string),
    ]

    static func view(_ origin: LogOrigin) -> String {
        let parts = [networkRule, natRule, applicationRule, threatIntel, dnsQuery]
            .map { "SELECT TimeGenerated, _ResourceId, \($0)" }
        return """
            CREATE OR REPLACE VIEW \(tableName) AS SELECT \(LogSchema.text(origin.tenantID)) AS TenantId, \
            TimeGenerated, upper(_ResourceId) AS ResourceId, Category, 'MOAT' AS ResourceGroup, \
            \(LogSchema.text(origin.subscriptionID)) AS SubscriptionId, 'MICROSOFT.NETWORK' AS ResourceProvider, \
            upper(split_part(_ResourceId, '/', -1)) AS Resource, 'AZUREFIREWALLS' AS ResourceType, \
            OperationName, msg_s, 'Moat' AS SourceSystem, '\(tableName)' AS "Type", 'False' AS _IsBillable, \
            0::DOUBLE AS _BilledSize, _ResourceId, \(LogSchema.text(origin.subscriptionID)) AS _SubscriptionId \
            FROM (\(parts.joined(separator: " UNION ALL "))) AS records;
            """
    }

    private static let rule = """
        '. Policy: ' || Policy || '. Rule Collection Group: ' || RuleCollectionGroup || '. Rule Collection: ' \
        || RuleCollection || '. Rule: ' || Rule
        """

    private static let source = endpoint("SourceIp", "SourcePort")
    private static let destination = endpoint("DestinationIp", "DestinationPort")

    /// An address with a port; of IPv6, which Azure has no texts of, in brackets (RFC 5952,
    /// section 6).
    private static func endpoint(_ address: String, _ port: String) -> String {
        "CASE WHEN contains(\(address), ':') THEN '[' || \(address) || ']' ELSE \(address) END || ':' || \(port)"
    }

    // ICMP has no ports.
    private static let networkRule = """
        'AzureFirewallNetworkRule' AS Category, 'AzureFirewallNetworkRuleLog' AS OperationName, \
        CASE Protocol WHEN 'ICMP' THEN 'ICMP request from ' || SourceIp || ' to ' || DestinationIp \
        ELSE Protocol || ' request from ' || \(source) || ' to ' || \(destination) END || '. Action: ' || Action \
        || CASE WHEN Rule = '' THEN '' ELSE \(rule) END AS msg_s FROM \(stored(.networkRule))
        """

    private static let natRule = """
        'AzureFirewallNetworkRule' AS Category, 'AzureFirewallNatRuleLog' AS OperationName, \
        Protocol || ' request from ' || \(source) || ' to ' || \(destination) || ' was DNAT''ed to ' \
        || \(endpoint("TranslatedIp", "TranslatedPort")) AS msg_s \
        FROM \(stored(.natRule))
        """

    // Where a URL is told, Azure writes two spaces after HTTP. The default's reason stands alone,
    // others are called one and end with a full stop.
    private static let applicationRule = """
        'AzureFirewallApplicationRule' AS Category, 'AzureFirewallApplicationRuleLog' AS OperationName, \
        Protocol || CASE WHEN TargetUrl = '' THEN '' ELSE ' ' END || ' request from ' || \(source) \
        || CASE WHEN Fqdn = '' THEN '' ELSE ' to ' || Fqdn || ':' || DestinationPort END \
        || CASE WHEN TargetUrl = '' THEN '' ELSE '. Url: ' || TargetUrl END || '. Action: ' || Action \
        || CASE WHEN Rule <> '' THEN \(rule) WHEN ActionReason = '' THEN '' \
        WHEN starts_with(ActionReason, 'No rule matched') THEN '. ' || ActionReason \
        ELSE '. Reason: ' || ActionReason || '.' END AS msg_s FROM \(stored(.applicationRule))
        """

    private static let threatIntel = """
        CASE WHEN Fqdn = '' THEN 'AzureFirewallNetworkRule' ELSE 'AzureFirewallApplicationRule' END AS Category, \
        'AzureFirewallThreatIntelLog' AS OperationName, Protocol || ' request from ' || \(source) || ' to ' \
        || CASE WHEN Fqdn = '' THEN \(destination) ELSE Fqdn || ':' || DestinationPort END || '. Action: ' \
        || Action || '. ThreatIntel: ' || ThreatDescription AS msg_s FROM \(stored(.threatIntel))
        """

    // The message of an error begins with the name and the type.
    private static let dnsQuery = """
        'AzureFirewallDnsProxy' AS Category, 'AzureFirewallDnsProxyLog' AS OperationName, \
        CASE WHEN ErrorNumber <> 0 THEN ' Error: ' || ErrorNumber || ' ' || ErrorMessage \
        ELSE 'DNS Request: ' || \(source) || ' - ' || QueryId || ' ' || QueryType \
        || ' ' || QueryClass || ' ' || QueryName || ' ' || Protocol || ' ' || RequestSize || ' ' \
        || DnssecOkBit::VARCHAR || ' ' || EDNS0BufferSize || ' ' || ResponseCode || ' ' || ResponseFlags || ' ' \
        || ResponseSize || ' ' || printf('%.9f', RequestDurationSecs) || 's' END AS msg_s FROM \(stored(.dnsQuery))
        """

    private static func stored(_ table: LogTable) -> String {
        "\(LogSchema.stored).\(LogSchema.quoted(table.rawValue))"
    }
}
