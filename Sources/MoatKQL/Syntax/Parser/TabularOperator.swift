/// The words that begin tabular operators.
enum TabularOperator {
    /// Those that Moat answers.
    static let supported = [
        "where", "filter", "project", "project-away", "project-keep", "project-rename", "project-reorder", "extend",
        "summarize", "distinct", "sort", "order", "top", "take", "limit", "sample", "count", "join", "lookup", "union",
        "parse", "parse-where", "mv-expand", "mvexpand", "make-series", "search", "evaluate", "serialize", "render",
        "getschema", "invoke", "as",
    ]

    /// Those that Kusto has and Moat has not.
    static let unsupported = [
        "assert-schema", "consume", "execute-and-cache", "facet", "find", "fork", "graph-mark-components",
        "graph-match", "graph-shortest-paths", "graph-to-table", "graph-where-edges", "graph-where-nodes",
        "macro-expand", "make-graph", "mv-apply", "mvapply", "parse-kv", "partition", "partitionby", "project-by-names",
        "project-smart", "reduce", "sample-distinct", "scan", "top-hitters", "top-nested",
    ]

    static let names = Set(supported + unsupported)
}
