import MoatKQL
import Testing

@Suite struct SyntaxTreeTests {
    private let range = SourceRange(start: 0, end: 1)

    @Test func takesNamesAndCallsForTables() {
        let name = ExpressionSyntax.name(NameSyntax("T", range))
        #expect(name.pipeline?.source == .table(NamePatternSyntax("T", isWildcard: false, range)))
        let call = CallSyntax(name: NameSyntax("f", range), arguments: [], range: range)
        #expect(ExpressionSyntax.call(call).pipeline?.source == .call(call))
        #expect(ExpressionSyntax.literal(.long(1), range).pipeline == nil)
    }
}
