extension QueryLibrary {
    static let rules = [
        LibraryQuery(
            name: "hits-per-rule", title: "Which rules decide, and how often",
            description: "Records of each rule, NAT rules included; the default has no name.", since: day,
            text: """
                union
                    (AZFWNetworkRule
                        | project TimeGenerated, Tier = "network", Action, RuleCollectionGroup, RuleCollection, Rule),
                    (AZFWApplicationRule
                        | project TimeGenerated, Tier = "application", Action, RuleCollectionGroup, RuleCollection, Rule),
                    (AZFWNatRule
                        | project TimeGenerated, Tier = "nat", Action = "DNAT", RuleCollectionGroup, RuleCollection, Rule)
                | extend Rule = iif(isempty(Rule), "(default)", strcat(RuleCollectionGroup, "/", RuleCollection, "/", Rule))
                | summarize Hits = count(), Last = max(TimeGenerated) by Tier, Rule, Action
                | order by Hits desc
                """),
        LibraryQuery(
            name: "rules-without-hits", title: "Rules in force that decided nothing",
            description: "The rules of the policy for which the logs have no record in this time.",
            needs: [.rules], since: 7 * day,
            text: """
                let hits = union
                        (AZFWNetworkRule | project RuleCollectionGroup, RuleCollection, Rule),
                        (AZFWApplicationRule | project RuleCollectionGroup, RuleCollection, Rule),
                        (AZFWNatRule | project RuleCollectionGroup, RuleCollection, Rule)
                    | where isnotempty(Rule)
                    | distinct RuleCollectionGroup, RuleCollection, Rule;
                rules
                | join kind=leftanti hits on RuleCollectionGroup, RuleCollection, Rule
                """),
        LibraryQuery(
            name: "nat-use", title: "Who comes in through which NAT rule",
            description: "Flows that NAT rules let in, by public endpoint and server.", since: day,
            text: """
                AZFWNatRule
                | summarize Flows = count(), Sources = dcount(SourceIp), Last = max(TimeGenerated)
                    by Rule, Public = strcat(DestinationIp, ":", tostring(DestinationPort)),
                       Server = strcat(TranslatedIp, ":", tostring(TranslatedPort))
                | order by Flows desc
                """),
    ]
}
