import MoatKQL
import Testing

@Suite struct ScalarLibraryTests {
    private let context = ScalarContext(dialect: DuckDBDialect(), now: 0)

    private func column(_ name: String, _ type: KQLType) -> TypedSQL {
        TypedSQL(type: type, sql: "\"\(name)\"", name: name)
    }

    private func text(_ value: String) -> TypedSQL {
        ScalarLibrary.literal(.string(value), context)
    }

    private func error(_ name: String, _ arguments: [TypedSQL]) -> KQLFunctionError? {
        do throws(KQLFunctionError) {
            _ = try ScalarLibrary.call(name, arguments, context)
            return nil
        } catch {
            return error
        }
    }

    @Test func anUnknownNameIsMetWithTheNearestOne() {
        let found = error("strlenn", [text("a")])
        #expect(found?.kind == .unknownName)
        #expect(found?.message == "there is no function strlenn(); did you mean strlen()?")
    }

    @Test(arguments: ["geo_info_from_ip_address", "parse_xml", "series_fit_line", "hll", "todecimal"])
    func whatKustoHasAndMoatHasNotIsRefusedByName(_ name: String) {
        #expect(error(name, [])?.kind == .notSupported)
        #expect(error(name, [])?.message == "the function \(name)() is not supported")
    }

    @Test func anAggregateIsNoScalarFunction() {
        #expect(error("dcount", [text("a")])?.message.contains("is an aggregate") == true)
    }

    @Test func theNumberOfArgumentsIsChecked() {
        #expect(error("strlen", [])?.message == "strlen() takes 1 argument, not 0")
        #expect(error("substring", [text("a")])?.message == "substring() takes 2 to 3 arguments, not 1")
        #expect(error("strcat", [])?.message == "strcat() takes at least 1 argument, not 0")
        #expect(error("now", [text("a"), text("b")])?.kind == .argumentCount)
    }

    @Test func theTypesOfArgumentsAreChecked() {
        let found = error("startofday", [column("S", .string)])
        #expect(found?.message == "startofday() takes a datetime as argument 1, not a string")
        #expect(found?.argument == 0)
        #expect(error("sqrt", [text("a")])?.kind == .argumentType)
        #expect(error("extract", [column("S", .string), text("1"), text("a")])?.kind == .argumentType)
    }

    @Test func valuesOfDifferentTypesAreNotCompared() {
        #expect(throws: KQLFunctionError.self) {
            try ScalarLibrary.binary(.equal, column("S", .string), column("L", .long), context)
        }
        #expect(throws: KQLFunctionError.self) {
            try ScalarLibrary.binary(.add, column("S", .string), text("a"), context)
        }
    }

    @Test func filtersAreAsShortAsByHand() throws {
        let action = column("Action", .string)
        #expect(try ScalarLibrary.binary(.equal, action, text("Deny"), context).filter == "(\"Action\" = 'Deny')")
        #expect(
            try ScalarLibrary.membership(.inIgnoringCase, action, [text("Deny"), text("Alert")], context).filter
                == "(lower(\"Action\") IN ('deny', 'alert'))")
        let port = ScalarLibrary.literal(.long(443), context)
        #expect(
            try ScalarLibrary.binary(.equal, column("Port", .int), port, context).filter == "(\"Port\" = 443)")
        let hour = ScalarLibrary.literal(.timespan(36_000_000_000), context)
        #expect(
            try ScalarLibrary.binary(
                .greater, column("T", .datetime), ScalarLibrary.call("ago", [hour], context), context
            ).filter == "(\"T\" > TIMESTAMP '1969-12-31 23:00:00.000000')")
        #expect(
            try ScalarLibrary.call("bin", [column("T", .datetime), hour], context).sql == "date_trunc('hour', \"T\")")
    }

    @Test func termsAreSoughtByACheapSearchFirst() throws {
        let found = try ScalarLibrary.binary(.has, column("S", .string), text("deny"), context)
        #expect(found.sql.hasPrefix("((\"S\" ILIKE '%deny%') AND regexp_matches(\"S\", "))
    }

    @Test func theTextOfNestedCallsGrowsWithTheirNumber() throws {
        var value = column("S", .string)
        for _ in 0..<40 { value = try ScalarLibrary.call("parse_url", [value], context) }
        #expect(value.sql.utf8.count < 100_000)
    }

    @Test func quotesAndNULsInTextsStayTexts() {
        #expect(text("a'; DROP TABLE x; --\0").sql == "'a''; DROP TABLE x; --'")
        #expect(DuckDBDialect().identifier("a\"b") == "\"a\"\"b\"")
    }
}
