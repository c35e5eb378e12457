extension QueryLibrary {
    static let traffic = [
        LibraryQuery(
            name: "top-talkers", title: "Which sources opened most flows",
            description: "Flows of each source that were judged, by network and application rules together.",
            parameters: [.init(name: "count", kind: .number, standard: "20", help: "how many sources")], since: day,
            text: """
                union
                    (AZFWNetworkRule | project SourceIp, Action, Destination = DestinationIp),
                    (AZFWApplicationRule | project SourceIp, Action, Destination = Fqdn)
                | summarize Flows = count(), Denied = countif(Action == "Deny"), Destinations = dcount(Destination)
                    by SourceIp
                | top count by Flows
                """),
        LibraryQuery(
            name: "denied-by-source", title: "Who was refused, how often, and what for",
            description: "Refused flows by source, with the destination that was tried most often.",
            parameters: [.init(name: "count", kind: .number, standard: "20", help: "how many sources")], since: day,
            text: """
                union
                    (AZFWNetworkRule
                        | where Action == "Deny"
                        | project TimeGenerated, SourceIp, Destination = strcat(DestinationIp, ":", tostring(DestinationPort))),
                    (AZFWApplicationRule
                        | where Action == "Deny"
                        | project TimeGenerated, SourceIp, Destination = strcat(Fqdn, ":", tostring(DestinationPort)))
                | summarize Count = count(), First = min(TimeGenerated), Last = max(TimeGenerated) by SourceIp, Destination
                | summarize Denied = sum(Count), Destinations = count(), First = min(First), Last = max(Last),
                    arg_max(Count, Destination) by SourceIp
                | project SourceIp, Denied, Destinations, Mostly = Destination, First, Last
                | top count by Denied
                """),
        LibraryQuery(
            name: "denied-to", title: "Who was refused on the way to a name or an address",
            description: "Refused flows to one destination by source and reason.",
            parameters: [.init(name: "destination", help: "a name such as registry-1.docker.io, or an address")],
            since: day,
            text: """
                union
                    (AZFWNetworkRule
                        | where Action == "Deny" and DestinationIp == destination
                        | project TimeGenerated, SourceIp, DestinationPort, Rule, ActionReason),
                    (AZFWApplicationRule
                        | where Action == "Deny" and Fqdn =~ destination
                        | project TimeGenerated, SourceIp, DestinationPort, Rule, ActionReason)
                | summarize Denied = count(), First = min(TimeGenerated), Last = max(TimeGenerated)
                    by SourceIp, DestinationPort, Rule, ActionReason
                | order by Denied desc
                """),
        LibraryQuery(
            name: "new-destinations", title: "Where traffic goes today that did not go there before",
            description:
                "Destinations of allowed flows whose first record is younger than a number of hours; how far back is looked is --since.",
            parameters: [.init(name: "hours", kind: .number, standard: "24", help: "how young a destination is new")],
            since: 7 * day,
            text: """
                union
                    (AZFWNetworkRule
                        | where Action == "Allow"
                        | project TimeGenerated, SourceIp, Destination = strcat(DestinationIp, ":", tostring(DestinationPort))),
                    (AZFWApplicationRule
                        | where Action == "Allow"
                        | project TimeGenerated, SourceIp, Destination = strcat(Fqdn, ":", tostring(DestinationPort)))
                | summarize First = min(TimeGenerated), Flows = count(), Sources = dcount(SourceIp) by Destination
                | where First > now() - hours * 1h
                | order by First asc
                """),
        LibraryQuery(
            name: "actions-over-time", title: "Allowed and refused flows over time, drawn",
            description: "Flows judged by network and application rules, in steps of minutes.",
            parameters: [.init(name: "minutes", kind: .number, standard: "5", help: "minutes of a step")],
            since: day / 4,
            text: """
                union
                    (AZFWNetworkRule | project TimeGenerated, Action),
                    (AZFWApplicationRule | project TimeGenerated, Action)
                | summarize Flows = count() by bin(TimeGenerated, minutes * 1m), Action
                | order by TimeGenerated asc
                | render timechart
                """),
        LibraryQuery(
            name: "biggest-flows", title: "Which flows carried most",
            description: "Flows that have ended, by bytes both ways.",
            parameters: [.init(name: "count", kind: .number, standard: "20", help: "how many flows")], since: day,
            text: """
                MoatFlow
                | extend Bytes = BytesSent + BytesReceived, Duration = EndTime - StartTime
                | top count by Bytes
                | project SourceIp, Destination = strcat(iif(isempty(Fqdn), DestinationIp, Fqdn), ":", tostring(DestinationPort)),
                    Protocol, Bytes, BytesSent, BytesReceived, Duration, Rule, CloseReason
                """),
        LibraryQuery(
            name: "snat-use", title: "Which addresses the firewall lends, to how many flows",
            description:
                "Flows that have ended by the address that stood for their source, with the ports used for one destination at most.",
            since: day,
            text: """
                MoatFlow
                | where isnotempty(SourceTranslatedIp)
                | summarize Flows = count(), Sources = dcount(SourceIp), Ports = dcount(SourceTranslatedPort)
                    by SourceTranslatedIp, DestinationIp, DestinationPort, Protocol
                | summarize Flows = sum(Flows), Destinations = count(), MostPortsToOne = max(Ports) by SourceTranslatedIp
                | order by Flows desc
                """),
        LibraryQuery(
            name: "threat-summary", title: "What threat intelligence found",
            description: "Records of threat intelligence by what was met.", since: 7 * day,
            text: """
                AZFWThreatIntel
                | summarize Count = count(), Sources = make_set(SourceIp, 5), Last = max(TimeGenerated)
                    by ThreatDescription, Destination = iif(isempty(Fqdn), DestinationIp, Fqdn), Action
                | order by Count desc
                """),
    ]
}
