import Testing

@testable import MoatLab

@Suite struct HoldingsTests {
    @Test func aThingHasOneOwner() {
        var holdings = Holdings<Int>()
        #expect(holdings.give(1, to: "a") && holdings.give(1, to: "a") && holdings.give(2, to: "a"))
        #expect(!holdings.give(1, to: "b"))
        #expect(holdings.owner(of: 1) == "a" && holdings.owner(of: 3) == nil)
    }

    @Test func whatIsTakenBackIsFree() {
        var holdings = Holdings<Int>()
        for thing in 1...3 { #expect(holdings.give(thing, to: "a")) }
        #expect(holdings.give(4, to: "b"))
        holdings.takeBack(from: "a", but: [2, 4])
        #expect([1, 2, 3, 4].map(holdings.owner) == [nil, "a", nil, "b"])
        #expect(holdings.give(1, to: "b"))
        holdings.takeBack(from: "a", but: [])
        holdings.takeBack(from: "nobody", but: [])
        #expect([1, 2, 3, 4].map(holdings.owner) == ["b", nil, nil, "b"])
    }
}
