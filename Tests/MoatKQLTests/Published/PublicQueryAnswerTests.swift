import MoatKQL
import Testing

/// Published queries run in the log store, and say what is in it.
@Suite struct PublicQueryAnswerTests {
    @Test func allRun() throws {
        let store = try PublicQueryStore()
        let translator = KQLTranslator(catalog: PublicQueryCatalog.catalog)
        for query in PublicQuery.all {
            do {
                let translation = try translator.translate(query.text, now: PublicQueryTests.now)
                let rows = try store.rows(translation)
                #expect(rows.allSatisfy { $0.count == translation.columns.count }, "\(query.name)")
            } catch {
                Issue.record("\(query.name): \(error)")
            }
        }
    }

    /// The rows that were worked out by hand, in any order: ties have none.
    @Test func answersAreThoseOfTheData() throws {
        let store = try PublicQueryStore()
        let translator = KQLTranslator(catalog: PublicQueryCatalog.catalog)
        for answer in PublicQueryAnswer.all {
            let translation = try translator.translate(answer.query.text, now: PublicQueryTests.now)
            let rows = try store.rows(translation).map { $0.joined(separator: " | ") }.sorted()
            #expect(rows == answer.rows.map { $0.joined(separator: " | ") }.sorted(), "\(answer.query.name)")
        }
    }
}
