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
        (
            "AZFWNetworkRule | summarize dcont(SourceIp)",
            "1:29: there is no function dcont(); did you mean dcount()?"
        ),
        (
            "AZFWNetworkRule | summarize n = 1 + summ(Acton) by SourceIp",
            "1:37: there is no function summ(); did you mean sum()?"
        ),
        ("AZFWNetworkRule | summarize hll(Acton)", "1:29: the aggregate hll() is not supported"),
        ("AZFWNetworkRule | summarize geo_angle(Action)", "1:29: the function geo_angle() is not supported"),
        ("AZFWNetworkRule | extend x = strlenn(Acton)", "1:30: there is no function strlenn(); did you mean strlen()?"),
        (
            "let double_it = (n: long) { n * 2 }; AZFWNetworkRule | extend x = doubleit(Acton)",
            "1:67: there is no function doubleit(); did you mean double_it()?"
        ),
        (
            "AZFWNetworkRule | make-series n = countt() on TimeGenerated step 1h",
            "1:35: there is no function countt(); did you mean count()?"
        ),
        ("AZFWNetworkRule | project-rename Action = SourceIp", "1:19: there would be two columns 'Action'"),
        ("range x from 1 to 5 step 0", "1:26: the step of range must not be 0"),
        ("datatable(a: decimal)[]", "1:14: the type 'decimal' is not supported"),
    ])
    func errors(_ query: String, _ expected: String) {
        #expect(BinderScene.errors(query) == expected)
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
}
