extension LogQuestion {
    /// Time, distinct values, percentiles, the newest of each.
    static let series = [
        LogQuestion(
            name: "actions over time",
            kql: """
                AZFWNetworkRule
                | summarize Flows = count() by Action, bin(TimeGenerated, 15m)
                | order by TimeGenerated asc, Action asc
                """,
            sql: """
                SELECT Action, time_bucket(INTERVAL 15 MINUTE, TimeGenerated) AS TimeGenerated, count(*) AS Flows
                FROM "AZFWNetworkRule" GROUP BY ALL ORDER BY 2, 1
                """,
            sqlite: """
                SELECT Action, TimeGenerated / 900000000 * 900000000 AS Bin, count(*) AS Flows
                FROM AZFWNetworkRule GROUP BY 1, 2 ORDER BY 2, 1
                """),
        LogQuestion(
            name: "distinct destinations of each source",
            kql: """
                AZFWNetworkRule
                | summarize Destinations = dcount(DestinationIp) by SourceIp
                | order by Destinations desc, SourceIp asc
                | take 20
                """,
            sql: """
                SELECT SourceIp, count(DISTINCT DestinationIp) AS Destinations FROM "AZFWNetworkRule"
                GROUP BY SourceIp ORDER BY Destinations DESC, SourceIp LIMIT 20
                """,
            sqlite: """
                SELECT SourceIp, count(DISTINCT DestinationIp) AS Destinations FROM AZFWNetworkRule
                GROUP BY SourceIp ORDER BY Destinations DESC, SourceIp LIMIT 20
                """),
        LogQuestion(
            name: "percentiles of DNS durations",
            kql: """
                AZFWDnsQuery
                | where ErrorNumber == 0
                | summarize percentiles(RequestDurationSecs, 50, 95, 99) by QueryType
                | order by QueryType asc
                """,
            sql: """
                SELECT QueryType, quantile_disc(RequestDurationSecs, 0.5), quantile_disc(RequestDurationSecs, 0.95),
                  quantile_disc(RequestDurationSecs, 0.99)
                FROM "AZFWDnsQuery" WHERE ErrorNumber = 0 GROUP BY QueryType ORDER BY QueryType
                """,
            sqlite: """
                WITH ranked AS (
                  SELECT QueryType, RequestDurationSecs,
                    cume_dist() OVER (PARTITION BY QueryType ORDER BY RequestDurationSecs) AS part
                  FROM AZFWDnsQuery WHERE ErrorNumber = 0)
                SELECT QueryType, min(CASE WHEN part >= 0.5 THEN RequestDurationSecs END),
                  min(CASE WHEN part >= 0.95 THEN RequestDurationSecs END),
                  min(CASE WHEN part >= 0.99 THEN RequestDurationSecs END)
                FROM ranked GROUP BY QueryType ORDER BY QueryType
                """),
        LogQuestion(
            name: "last flow of each source",
            kql: """
                AZFWNetworkRule
                | summarize arg_max(TimeGenerated, DestinationIp, DestinationPort, Action) by SourceIp
                | order by SourceIp asc
                """,
            sql: """
                SELECT SourceIp, max(TimeGenerated), arg_max(DestinationIp, TimeGenerated),
                  arg_max(DestinationPort, TimeGenerated), arg_max(Action, TimeGenerated)
                FROM "AZFWNetworkRule" GROUP BY SourceIp ORDER BY SourceIp
                """,
            sqlite: """
                SELECT SourceIp, max(TimeGenerated), DestinationIp, DestinationPort, Action FROM AZFWNetworkRule
                GROUP BY SourceIp ORDER BY SourceIp
                """),
        LogQuestion(
            name: "use of public ports",
            kql: """
                AZFWNatRule
                | summarize Flows = count(), Clients = dcount(SourceIp), Last = max(TimeGenerated)
                    by DestinationIp, DestinationPort, TranslatedIp
                | order by Flows desc
                """,
            sql: """
                SELECT DestinationIp, DestinationPort, TranslatedIp, count(*) AS Flows,
                  count(DISTINCT SourceIp) AS Clients, max(TimeGenerated) AS Last
                FROM "AZFWNatRule" GROUP BY ALL ORDER BY Flows DESC
                """,
            sqlite: """
                SELECT DestinationIp, DestinationPort, TranslatedIp, count(*) AS Flows,
                  count(DISTINCT SourceIp) AS Clients, max(TimeGenerated) AS Last
                FROM AZFWNatRule GROUP BY 1, 2, 3 ORDER BY Flows DESC
                """),
    ]
}
