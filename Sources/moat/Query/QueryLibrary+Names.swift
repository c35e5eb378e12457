extension QueryLibrary {
    static let names = [
        LibraryQuery(
            name: "dns-failures", title: "Names that could not be resolved",
            description: "Queries to the DNS proxy without a good answer, by name and code.",
            parameters: [.init(name: "count", kind: .number, standard: "20", help: "how many names")], since: day,
            text: """
                AZFWDnsQuery
                | where ResponseCode !in ("NOERROR")
                | summarize Queries = count(), Clients = dcount(SourceIp), Last = max(TimeGenerated)
                    by QueryName, QueryType, Answer = iif(isempty(ResponseCode), ErrorMessage, ResponseCode)
                | top count by Queries
                """),
        LibraryQuery(
            name: "slow-dns", title: "Names whose answers take long",
            description:
                "Milliseconds of queries to the DNS proxy, by name: the middle, the slowest twentieth, the slowest.",
            parameters: [.init(name: "count", kind: .number, standard: "20", help: "how many names")], since: day,
            text: """
                AZFWDnsQuery
                | extend Milliseconds = RequestDurationSecs * 1000
                | summarize Queries = count(), Half = percentile(Milliseconds, 50),
                    Most = percentile(Milliseconds, 95), Slowest = max(Milliseconds) by QueryName
                | top count by Most
                """),
    ]
}
