import MoatKQL
import Testing

@Suite struct AggregateLibraryTests {
    private let context = ScalarContext(dialect: DuckDBDialect(), now: 0)

    private func error(_ name: String, _ arguments: [TypedSQL]) -> KQLFunctionError? {
        do throws(KQLFunctionError) {
            _ = try AggregateLibrary.call(name, arguments, context)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: ["hll", "tdigest", "buildschema"])
    func whatKustoHasAndMoatHasNotIsRefusedByName(_ name: String) {
        #expect(error(name, [])?.kind == .notSupported)
        #expect(error(name, [])?.message == "the aggregate \(name)() is not supported")
    }

    @Test func argumentsAreChecked() {
        let text = TypedSQL(type: .string, sql: "\"S\"", name: "S")
        #expect(error("sum", [text])?.message == "sum() takes a number or a timespan, not a string")
        #expect(error("sum", [])?.kind == .argumentCount)
        #expect(
            error("percentile", [TypedSQL(type: .long, sql: "\"L\""), TypedSQL(type: .long, sql: "\"P\"")])?.kind
                == .argumentValue)
        #expect(error("countif", [text])?.kind == .argumentType)
    }

    @Test func listsKeepTheOrderOfTheirInput() throws {
        let value = TypedSQL(type: .string, sql: "\"S\"", name: "S")
        let list = try AggregateLibrary.call("make_list", [value], order: ["\"T\" ASC"], context)
        #expect(list.first?.sql.contains("list(\"S\" ORDER BY \"T\" ASC)") == true)
    }
}
