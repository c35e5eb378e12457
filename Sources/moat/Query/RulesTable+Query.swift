import MoatServer

extension RulesTable {
    /// The rules in force as a table of a query, which the query calls `rules`.
    static func datatable(_ rows: [RuleRow]) -> String {
        let rules = rows.filter { !$0.rule.isEmpty }.map { row in
            [row.tier, row.group, row.collection, row.rule, row.match, row.verdict].map(KQLText.literal)
                .joined(separator: ", ")
        }
        let columns = ["Tier", "RuleCollectionGroup", "RuleCollection", "Rule", "Match", "Verdict"]
        return "let rules = datatable(" + columns.map { $0 + ":string" }.joined(separator: ", ") + ")["
            + rules.joined(separator: ", ") + "];"
    }
}
