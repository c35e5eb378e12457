extension AggregateLibrary {
    static let collectionAggregates: [Aggregate] =
        [
            collection("make_set", "set", nil), collection("makeset", "set", nil),
            collection("make_set_if", "set", 1), collection("make_list", "list", nil),
            collection("makelist", "list", nil), collection("make_list_if", "list", 1),
            collection("make_list_with_nulls", "list_nulls", nil), bag("make_bag", nil), bag("make_bag_if", 1),
        ]

    private static func collection(_ name: String, _ operation: String, _ condition: Int?) -> Aggregate {
        Aggregate(name, condition == nil ? "any long?" : "any any long?") { call throws(KQLFunctionError) in
            let value = call.value
            // Moments and spans are texts in JSON, as Kusto writes them.
            let isText = value.type == .datetime || value.type == .timespan
            let element = isText ? call.context.converted(value, to: .dynamic) ?? value : value
            let sizeIndex = condition == nil ? 1 : 2
            var size = Int64(1_048_576)
            if call.arguments.count > sizeIndex {
                guard case .long(let number) = call.arguments[sizeIndex].literal, number > 0 else {
                    throw KQLFunctionError(
                        kind: .argumentValue, message: "\(name)() takes a constant number above 0 as its size",
                        argument: sizeIndex)
                }
                size = min(size, number)
            }
            let prefix = operation == "set" ? "set" : "list"
            let isOrdered = operation != "set" && !call.order.isEmpty
            let order =
                isOrdered ? call.context.dialect.aggregate("order", [call.order.joined(separator: ", ")]) ?? "" : ""
            var list = try call.column(
                operation, .dynamic, of: element, name: call.resultName(prefix), condition: condition, other: order)
            list.sql = call.context.dialect.aggregate("limited", [list.sql, "\(size)"]) ?? list.sql
            return [list]
        }
    }

    private static func bag(_ name: String, _ condition: Int?) -> Aggregate {
        Aggregate(name, condition == nil ? "dynamic long?" : "dynamic any long?") { call throws(KQLFunctionError) in
            try call.result("bag", .dynamic, prefix: "bag", condition: condition)
        }
    }
}
