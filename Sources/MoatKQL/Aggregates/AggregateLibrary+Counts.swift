extension AggregateLibrary {
    static let countAggregates: [Aggregate] = [
        Aggregate("count", "any?") { call throws(KQLFunctionError) in
            // count(predicate) is an older way to write countif().
            call.arguments.isEmpty
                ? try call.result("count", .long, prefix: "count")
                : try call.result("count", .long, prefix: "count", condition: 0)
        },
        Aggregate("countif", "any") { call throws(KQLFunctionError) in
            try call.result("count", .long, prefix: "countif", condition: 0)
        },
        Aggregate("dcount", "any number?") { call throws(KQLFunctionError) in
            try call.result("dcount", .long, prefix: "dcount")
        },
        Aggregate("dcountif", "any any number?") { call throws(KQLFunctionError) in
            try call.result("dcount", .long, prefix: "dcountif", condition: 1)
        },
        Aggregate("count_distinct", "any") { call throws(KQLFunctionError) in
            try call.result("dcount", .long, prefix: "count_distinct")
        },
        Aggregate("count_distinctif", "any any") { call throws(KQLFunctionError) in
            try call.result("dcount", .long, prefix: "count_distinctif", condition: 1)
        },
    ]
}
