import Foundation
import MoatKQL
import Testing

/// The questions that docs/query.md shows can be asked, and are answered as it says.
@Suite struct QueryPageExampleTests {
    @Test func thePageHasExamples() throws {
        let examples = try QueryPage.examples()
        #expect(examples.count >= 5)
        #expect(examples.contains { !$0.output.isEmpty })
        // No block is without a question that is looked at here, or by the tests of the library.
        let blocks = try QueryPage.text().components(separatedBy: "\n```").count / 2
        #expect(blocks <= examples.count)
    }

    @Test func everyExampleRuns() throws {
        let store = try PublicQueryStore()
        let translator = KQLTranslator(catalog: PublicQueryCatalog.catalog)
        for example in try QueryPage.examples() {
            do throws(KQLError) {
                let translation = try translator.translate(example.query, now: PublicQueryTests.now)
                #expect(example.output.isEmpty, "the page says that this is refused: \(example.query)")
                do {
                    #expect(try !store.rows(translation).isEmpty, "no rows: \(example.query)")
                } catch {
                    Issue.record("\(error): \(example.query)")
                }
            } catch {
                #expect(error.rendered(in: example.query) == example.output)
            }
        }
    }
}
