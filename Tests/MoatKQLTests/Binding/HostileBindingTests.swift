import MoatKQL
import Testing

/// A short query must not become an endless one.
@Suite struct HostileBindingTests {
    @Test func functionsThatDouble() {
        var query = "let f0 = (x: string) { strcat(x, x) };\n"
        for index in 1...40 { query += "let f\(index) = (x: string) { f\(index - 1)(f\(index - 1)(x)) };\n" }
        #expect(BinderScene.errors(query + "print f40('a')").contains("too large"))
    }

    @Test func tablesThatDouble() {
        var query = "let t0 = AZFWNetworkRule;\n"
        for index in 1...40 { query += "let t\(index) = union t\(index - 1), t\(index - 1);\n" }
        #expect(BinderScene.errors(query + "t40 | count").contains("too large"))
    }

    @Test func columnsThatDouble() throws {
        var query = "AZFWNetworkRule | project c = SourceIp\n"
        for _ in 1...60 { query += "| extend c = strcat(c, c)\n" }
        let translation = try BinderScene.translate(query)
        #expect(translation.sql.utf8.count < 200_000)
    }

    @Test func valuesThatDouble() {
        var query = "let v0 = toscalar(AZFWNetworkRule | count);\n"
        for index in 1...40 { query += "let v\(index) = v\(index - 1) + v\(index - 1);\n" }
        #expect(BinderScene.errors(query + "print v40").contains("too large"))
    }
}
