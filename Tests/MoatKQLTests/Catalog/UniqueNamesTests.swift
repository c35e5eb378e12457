import Testing

@testable import MoatKQL

@Suite struct UniqueNamesTests {
    @Test func numbersWhatIsTaken() {
        var names = UniqueNames(["count_"])
        #expect(names.take("count_") == "count_1")
        #expect(names.take("count_") == "count_2")
        #expect(names.take("other") == "other")
        #expect(names.takeNumbered("Column") == "Column1")
        #expect(names.takeNumbered("Column") == "Column2")
    }

    @Test func freeTakesNothing() {
        let names = UniqueNames(["a"])
        #expect(names.free("a") == "a1")
        #expect(names.free("a") == "a1")
    }
}
