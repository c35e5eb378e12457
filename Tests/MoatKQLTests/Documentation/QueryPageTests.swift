import Testing

@testable import MoatKQL

/// docs/query.md lists what there is and what is refused; it is right only if these lists are.
@Suite struct QueryPageTests {
    /// A query with each of the operators that there are.
    static let operators = [
        "where": "T | where Action == 'Deny'", "filter": "T | filter Action == 'Deny'", "project": "T | project Action",
        "project-away": "T | project-away Action", "project-keep": "T | project-keep Action",
        "project-rename": "T | project-rename A = Action", "project-reorder": "T | project-reorder Action",
        "extend": "T | extend a = 1", "summarize": "T | summarize count()", "distinct": "T | distinct Action",
        "sort": "T | sort by Action", "order": "T | order by Action", "top": "T | top 1 by Action",
        "take": "T | take 1", "limit": "T | limit 1", "sample": "T | sample 1", "count": "T | count",
        "join": "T | join T on Action", "lookup": "T | lookup T on Action", "union": "T | union T",
        "parse": "T | parse Action with 'D' rest", "parse-where": "T | parse-where Action with 'D' rest",
        "mv-expand": "T | extend l = dynamic([1]) | mv-expand l",
        "mvexpand": "T | extend l = dynamic([1]) | mvexpand l",
        "make-series": "T | make-series count() on TimeGenerated step 1h", "search": "T | search 'Deny'",
        "evaluate": "T | evaluate ipv4_lookup(T, SourceIp, SourceIp)", "serialize": "T | serialize n = row_number()",
        "render": "T | render table", "getschema": "T | getschema", "as": "T | as U",
        "invoke": "let f = (A: (Action: string)) { A | count }; T | invoke f()",
    ]
    static let sources = [
        "print": "print x = 1", "range": "range x from 1 to 2 step 1", "datatable": "datatable(a: long)[1]",
        "externaldata": "externaldata(a: long)['x']", "external_data": "external_data(a: long)['x']",
    ]

    private static func errors(_ query: String) -> String {
        BinderScene.errors(query.replacing("T", with: "AZFWNetworkRule", maxReplacements: 1))
    }

    private static func names(_ section: String, _ paragraph: Int = 0) throws -> Set<String> {
        let paragraphs = try QueryPage.paragraphs(of: section)
        try #require(paragraph < paragraphs.count)
        return Set(QueryPage.names(in: paragraphs[paragraph]))
    }

    @Test func listsEveryTabularOperator() throws {
        #expect(
            try Self.names("Tabular operators") == Set(TabularOperator.supported).union(Self.sources.keys))
        let plugins = try Self.names("Tabular operators", 1)
        #expect(plugins.isSuperset(of: TableBinder.plugins))
    }

    @Test(arguments: operators.merging(sources) { first, _ in first }.sorted { $0.key < $1.key })
    func answersTheTabularOperator(_ name: String, _ query: String) {
        let text = query.replacing("T | ", with: "AZFWNetworkRule | ").replacing("(T,", with: "(AZFWNetworkRule,")
            .replacing(" T on", with: " AZFWNetworkRule on").replacing("union T", with: "union AZFWNetworkRule")
        #expect(query.contains(name))
        #expect(BinderScene.errors(text) == "")
    }

    @Test func everyTabularOperatorHasAQuery() {
        #expect(Set(Self.operators.keys) == Set(TabularOperator.supported))
    }

    @Test func listsEveryFunction() throws {
        #expect(try Self.names("Functions") == Set(ScalarLibrary.names + ExpressionBinder.ownFunctions))
    }

    @Test func listsEveryAggregate() throws {
        #expect(try Self.names("Aggregates") == Set(AggregateLibrary.names))
    }

    @Test func listsEveryOperatorOfValues() throws {
        let operators = BinaryOperator.allCases.map(\.rawValue) + MembershipOperator.allCases.map(\.rawValue)
        let others = ["between", "!between", "and", "or", "d.a[0]"]
        #expect(try Self.names("Operators of values") == Set(operators + others))
    }

    // MARK: What is refused

    @Test func listsWhatIsRefused() throws {
        let section = "Refused by name"
        let operators = try Self.names(section, 1)
        #expect(operators.isSuperset(of: TabularOperator.unsupported))
        for name in operators {
            let query = name.hasSuffix("like") ? "T | where Action \(name) 'D'" : "T | \(name) x"
            #expect(Self.errors(query).contains("the operator '\(name)' is not supported"), "\(name)")
        }
        for name in try Self.names(section, 2) {
            #expect(Self.errors("\(name) x; print 1").contains("the statement '\(name)' is not supported"), "\(name)")
        }
        let functions = try Self.names(section, 3)
        #expect(functions.isSuperset(of: UnsupportedFunctions.scalars))
        for name in functions {
            #expect(Self.errors("print x = \(name)()").contains("\(name)()"), "\(name)")
            #expect(Self.errors("print x = \(name)()").contains("is not supported"), "\(name)")
        }
        let aggregates = try Self.names(section, 4)
        #expect(aggregates == UnsupportedFunctions.aggregates)
        for name in aggregates {
            #expect(Self.errors("T | summarize \(name)(1)").contains("\(name)() is not supported"), "\(name)")
        }
        #expect(BinderScene.errors("print decimal(1)").contains("the type 'decimal' is not supported"))
    }

    @Test func nothingIsBothThereAndRefused() {
        #expect(UnsupportedFunctions.scalars.isDisjoint(with: ScalarLibrary.names + ExpressionBinder.ownFunctions))
        #expect(UnsupportedFunctions.aggregates.isDisjoint(with: AggregateLibrary.names))
        #expect(Set(TabularOperator.supported).isDisjoint(with: TabularOperator.unsupported))
    }
}
