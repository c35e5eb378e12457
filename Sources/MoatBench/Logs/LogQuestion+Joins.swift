extension LogQuestion {
    static let joins = [
        LogQuestion(
            name: "names asked for, joined with connections to them",
            kql: #"""
                AZFWDnsQuery
                | where ResponseCode == "NOERROR" and QueryType == "A"
                | extend Fqdn = trim_end(@"\.", QueryName)
                | summarize Asked = count() by SourceIp, Fqdn
                | join kind=inner (
                    AZFWApplicationRule
                    | summarize Requests = count(), Refusals = countif(Action == "Deny") by SourceIp, Fqdn
                ) on SourceIp, Fqdn
                | summarize Names = count(), Asked = sum(Asked), Requests = sum(Requests), Refusals = sum(Refusals)
                    by SourceIp
                | order by Requests desc, SourceIp asc
                | take 20
                """#,
            sql: """
                WITH asked AS (
                  SELECT SourceIp, rtrim(QueryName, '.') AS Fqdn, count(*) AS Asked FROM "AZFWDnsQuery"
                  WHERE ResponseCode = 'NOERROR' AND QueryType = 'A' GROUP BY ALL),
                used AS (
                  SELECT SourceIp, Fqdn, count(*) AS Requests, count(*) FILTER (Action = 'Deny') AS Refusals
                  FROM "AZFWApplicationRule" GROUP BY ALL)
                SELECT SourceIp, count(*) AS Names, sum(Asked) AS Asked, sum(Requests) AS Requests,
                  sum(Refusals) AS Refusals
                FROM asked JOIN used USING (SourceIp, Fqdn)
                GROUP BY SourceIp ORDER BY Requests DESC, SourceIp LIMIT 20
                """,
            sqlite: """
                WITH asked AS (
                  SELECT SourceIp, rtrim(QueryName, '.') AS Fqdn, count(*) AS Asked FROM AZFWDnsQuery
                  WHERE ResponseCode = 'NOERROR' AND QueryType = 'A' GROUP BY 1, 2),
                used AS (
                  SELECT SourceIp, Fqdn, count(*) AS Requests, sum(Action = 'Deny') AS Refusals
                  FROM AZFWApplicationRule GROUP BY 1, 2)
                SELECT SourceIp, count(*) AS Names, sum(Asked) AS Asked, sum(Requests) AS Requests,
                  sum(Refusals) AS Refusals
                FROM asked JOIN used USING (SourceIp, Fqdn)
                GROUP BY SourceIp ORDER BY Requests DESC, SourceIp LIMIT 20
                """)
    ]
}
