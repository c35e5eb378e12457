import MoatKQL
import Testing

/// What is wrong is said at its place, with the nearest name that exists.
@Suite struct BindingErrorTests {
    @Test(arguments: [
        ("AZFWNetworkRules | take 1", "1:1: there is no table 'AZFWNetworkRules': did you mean 'AZFWNetworkRule'?"),
        (
            "AZFWNetworkRule\n| where Acton == 'Deny'", "2:9: there is no column 'Acton': did you mean 'Action'?"
        ),
        ("AZFWNetworkRule | project-away Acton", "1:32: there is no column 'Acton': did you mean 'Action'?"),
        ("AZFWNetworkRule | take 'x'", "1:24: take needs a number of rows, a constant"),
        (
            "AZFWNetworkRule | summarize count() by AZFWDnsQuery",
            "1:40: there is no column 'AZFWDnsQuery'"
        ),
        (
            "let f = (n: long) { AZFWNetworkRule | take n }; f(1, 2)",
            "1:54: f() takes 1 arguments"
        ),
        (
            "let f = (x: string) { toscalar(AZFWNetworkRule | where SourceIp == x | count) }; AZFWNetworkRule | extend n = f(SourceIp)",
            "1:68: 'x' differs from row to row and cannot be used in a table within the function"
        ),
        (
            "AZFWNetworkRule | join AZFWDnsQuery on $left.SourceIp == $right.TimeGenerated",
            "1:40: join compares a string with a datetime"
        ),
        ("AZFWNetworkRule | extend x = count()", "1:30: count() is an aggregate: it belongs into summarize"),
        ("AZFWNetworkRule | project-rename Action = SourceIp", "1:19: there would be two columns 'Action'"),
        ("range x from 1 to 5 step 0", "1:26: the step of range must not be 0"),
        ("datatable(a: decimal)[]", "1:14: the type 'decimal' is not supported"),
    ])
    func errors(_ query: String, _ expected: String) {
        #expect(BinderScene.errors(query) == expected)
    }
}

    /// Those of syntax are told from those of meaning, which Azure gives codes of their own.
    @Test(arguments: [
        ("AZFWNetworkRule | wher Action == 'Deny'", KQLError.Kind.syntax), ("AZFWNetworkRule | where (", .syntax),
        ("AZFWNetworkRule | mv-apply x on (take 1)", .syntax), ("AZFWNetworkRules", .semantic),
        ("AZFWNetworkRule | where Acton == 'Deny'", .semantic), ("print strlenn('a')", .semantic),
        ("print 'a' + 1", .semantic),
    ])
    func kinds(_ query: String, _ kind: KQLError.Kind) {
        let error = #expect(throws: KQLError.self) { try BinderScene.translate(query) }
        #expect(error?.kind == kind)
    }
