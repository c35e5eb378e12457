extension QueryLibrary {
    static let ingress = [
        LibraryQuery(
            name: "ingress-errors", title: "Which applications answer with errors, and how slowly",
            description: "Requests of each Ingress, how many of them failed, and the time that 95 of 100 took at most.",
            since: day,
            text: """
                MoatIngressAccess
                | summarize Requests = count(), ClientErrors = countif(Status >= 400 and Status < 500),
                    ServerErrors = countif(Status >= 500), Seconds95 = percentile(DurationSecs, 95)
                    by Namespace, Ingress, Host
                | order by ServerErrors desc, Requests desc
                """),
        LibraryQuery(
            name: "waf-findings", title: "What the web application firewall found",
            description: "Rules that requests matched, with who sent them and whether they were stopped.",
            parameters: [.init(name: "count", kind: .number, standard: "20", help: "how many rules")], since: day,
            text: """
                MoatWaf
                | summarize Findings = count(), Requests = dcount(RequestId), Blocked = dcountif(RequestId, Action == "Blocked"),
                    Clients = make_set(ClientIp, 5), Last = max(TimeGenerated)
                    by RuleId, Message, Severity, Namespace, Ingress
                | top count by Findings
                """),
    ]
}
