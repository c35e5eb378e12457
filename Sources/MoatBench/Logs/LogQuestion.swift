/// One question of the area `logs`, in KQL and in the best SQL that we can write for the
/// same store, and in SQLite's SQL.
struct LogQuestion {
    var name: String
    var kql: String
    var sql: String
    var sqlite: String
}

extension LogQuestion {
    static let all = filters + series + joins

    // MARK: Counting what a filter leaves

    private static let filters = [
        LogQuestion(
            name: "refusals by rule",
            kql: """
                AZFWNetworkRule
                | where Action == "Deny"
                | summarize Refusals = count() by Policy, RuleCollectionGroup, RuleCollection, Rule
                | order by Refusals desc, Rule asc
                """,
            sql: """
                SELECT Policy, RuleCollectionGroup, RuleCollection, Rule, count(*) AS Refusals
                FROM "AZFWNetworkRule" WHERE Action = 'Deny' GROUP BY ALL ORDER BY Refusals DESC, Rule
                """,
            sqlite: """
                SELECT Policy, RuleCollectionGroup, RuleCollection, Rule, count(*) AS Refusals
                FROM AZFWNetworkRule WHERE Action = 'Deny' GROUP BY 1, 2, 3, 4 ORDER BY Refusals DESC, Rule
                """),
        LogQuestion(
            name: "sources most refused in an hour",
            kql: """
                AZFWNetworkRule
                | where TimeGenerated between (datetime(2026-11-22T12:00:00Z) .. 1h)
                | where Action == "Deny"
                | summarize Refusals = count() by SourceIp
                | order by Refusals desc, SourceIp asc
                | take 10
                """,
            sql: """
                SELECT SourceIp, count(*) AS Refusals FROM "AZFWNetworkRule"
                WHERE TimeGenerated BETWEEN TIMESTAMP '2026-11-22 12:00:00' AND TIMESTAMP '2026-11-22 13:00:00'
                  AND Action = 'Deny'
                GROUP BY SourceIp ORDER BY Refusals DESC, SourceIp LIMIT 10
                """,
            sqlite: """
                SELECT SourceIp, count(*) AS Refusals FROM AZFWNetworkRule
                WHERE TimeGenerated BETWEEN 1795348800000000 AND 1795352400000000 AND Action = 'Deny'
                GROUP BY SourceIp ORDER BY Refusals DESC, SourceIp LIMIT 10
                """),
        LogQuestion(
            name: "refused names with a term",
            kql: """
                AZFWApplicationRule
                | where Fqdn has "packages" and Action in~ ("DENY", "alert")
                | summarize Refusals = count() by Fqdn
                | order by Refusals desc, Fqdn asc
                | take 20
                """,
            sql: """
                SELECT Fqdn, count(*) AS Refusals FROM "AZFWApplicationRule"
                WHERE lower(Action) IN ('deny', 'alert')
                  AND Fqdn ILIKE '%packages%' AND regexp_matches(Fqdn, '(?i)(^|[^a-z0-9])packages([^a-z0-9]|$)')
                GROUP BY Fqdn ORDER BY Refusals DESC, Fqdn LIMIT 20
                """,
            sqlite: """
                SELECT Fqdn, count(*) AS Refusals FROM AZFWApplicationRule
                WHERE lower(Action) IN ('deny', 'alert') AND Fqdn LIKE '%packages%'
                GROUP BY Fqdn ORDER BY Refusals DESC, Fqdn LIMIT 20
                """),
        LogQuestion(
            name: "legacy texts taken apart",
            kql: """
                AzureDiagnostics
                | where Category == "AzureFirewallNetworkRule" and OperationName == "AzureFirewallNetworkRuleLog"
                | where TimeGenerated between (datetime(2026-11-22T12:00:00Z) .. 3h)
                | parse msg_s with Protocol " request from " SourceIp ":" SourcePort:int " to " Target ":" Port:int ". Action: " *
                | where msg_s has "Deny"
                | summarize Refusals = count() by Target, Port
                | order by Refusals desc, Target asc, Port asc
                | take 20
                """,
            sql: #"""
                WITH parsed AS (
                  SELECT regexp_extract(
                    msg_s, '^.*? request from .*?:[0-9]+ to (.*?):([0-9]+)\. Action: ', ['target', 'port']) AS p
                  FROM "AzureDiagnostics"
                  WHERE Category = 'AzureFirewallNetworkRule' AND OperationName = 'AzureFirewallNetworkRuleLog'
                    AND TimeGenerated BETWEEN TIMESTAMP '2026-11-22 12:00:00' AND TIMESTAMP '2026-11-22 15:00:00'
                    AND msg_s ILIKE '%deny%' AND regexp_matches(msg_s, '(?i)(^|[^a-z0-9])deny([^a-z0-9]|$)'))
                SELECT p.target AS Target, TRY_CAST(p.port AS INTEGER) AS Port, count(*) AS Refusals
                FROM parsed GROUP BY ALL ORDER BY Refusals DESC, Target, Port LIMIT 20
                """#,
            sqlite: """
                WITH texts AS (
                  SELECT Protocol || ' request from ' || SourceIp || ':' || SourcePort || ' to ' || DestinationIp || ':'
                    || DestinationPort || '. Action: ' || Action AS msg_s FROM AZFWNetworkRule
                  WHERE TimeGenerated BETWEEN 1795348800000000 AND 1795359600000000),
                targets AS (
                  SELECT substr(msg_s, instr(msg_s, ' to ') + 4) AS rest FROM texts WHERE msg_s LIKE '%deny%'),
                parsed AS (
                  SELECT substr(rest, 1, instr(rest, ':') - 1) AS Target,
                    CAST(substr(rest, instr(rest, ':') + 1, instr(rest, '. ') - instr(rest, ':') - 1) AS INTEGER) AS Port
                  FROM targets)
                SELECT Target, Port, count(*) AS Refusals FROM parsed GROUP BY 1, 2
                ORDER BY Refusals DESC, Target, Port LIMIT 20
                """),
    ]
}
