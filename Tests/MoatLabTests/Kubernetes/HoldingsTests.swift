import Testing

@testable import MoatLab

@Suite struct HoldingsTests {
    @Test func aThingHasOneOwner() {
        var holdings = Holdings<Int>()
        let given = [(1, "a"), (1, "a"), (2, "a"), (1, "b")].map { holdings.give($0.0, to: $0.1) }
        #expect(given == [true, true, true, false])
        #expect(holdings.owner(of: 1) == "a" && holdings.owner(of: 3) == nil)
    }

    @Test func whatIsTakenBackIsFree() {
        var holdings = Holdings<Int>()
        for (thing, owner) in [(1, "a"), (2, "a"), (3, "a"), (4, "b")] {
            let isGiven = holdings.give(thing, to: owner)
            #expect(isGiven)
        }
        holdings.takeBack(from: "a", but: [2, 4])
        #expect([1, 2, 3, 4].map(holdings.owner) == [nil, "a", nil, "b"])
        let isFree = holdings.give(1, to: "b")
        #expect(isFree)
        holdings.takeBack(from: "a", but: [])
        holdings.takeBack(from: "nobody", but: [])
        #expect([1, 2, 3, 4].map(holdings.owner) == ["b", nil, nil, "b"])
    }
}
