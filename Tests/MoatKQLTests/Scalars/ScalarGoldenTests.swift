import Foundation
import MoatKQL
import MoatLogs
import Testing

/// Every line of `Golden/Scalars` is an expression, the type and the value of its result.
@Suite struct ScalarGoldenTests {
    static let goldens = Golden.all(in: "Scalars")
    static let translator = KQLTranslator(catalog: KQLCatalog(tables: []))
    static let now = Date(timeIntervalSince1970: 1_767_225_600)

    @Test func everyExpressionHasTheTypeThatKustoGives() throws {
        #expect(Self.goldens.count > 350)
        for golden in Self.goldens {
            let translation = try Self.translator.translate("print x = \(golden.input)", now: Self.now)
            let type = golden.expected.prefix { $0 != " " }
            #expect(translation.columns.map(\.type.rawValue) == [String(type)], "\(golden)")
        }
    }

    @Test func everyExpressionHasTheValueThatKustoGives() throws {
        let runner = try KQLRunner(now: Self.now)
        for golden in Self.goldens {
            // A dynamic value is its JSON; tostring() would take the quotes off a text.
            let isDynamic = golden.expected.hasPrefix("dynamic ")
            let text = isDynamic ? "" : " | project v = iif(isnull(x), 'null', tostring(x))"
            var value = try? runner.run("print x = \(golden.input)\(text)").rows.first?.first
            if value == .null { value = .string("null") }
            let expected = golden.expected.split(separator: " ", maxSplits: 1).dropFirst().first ?? ""
            #expect(value == .string(String(expected)), "\(golden)")
        }
    }

    @Test func everyFunctionHasAGolden() {
        let texts = Self.goldens.map(\.input).joined(separator: "\n")
        // pack_all() needs the columns of a row.
        let missing = ScalarLibrary.names.filter { !texts.contains("\($0)(") && $0 != "pack_all" }
        #expect(missing == [])
    }

    @Test func everyTextOperatorHasAGolden() {
        let texts = Self.goldens.map(\.input).joined(separator: "\n")
        let operators = BinaryOperator.allCases.map(\.rawValue) + MembershipOperator.allCases.map(\.rawValue)
        #expect(operators.filter { !texts.contains(" \($0) ") && $0 != ":" } == [])
    }
}
