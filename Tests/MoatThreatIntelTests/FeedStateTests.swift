import MoatModel
import MoatPolicy
import Testing

@testable import MoatThreatIntel

@Suite("The state of a feed")
struct FeedStateTests {
    private static let feed = ThreatIntelFeed(
        name: "bots", source: .file("/feeds/bots"), format: .list, category: "Bot Networks")

    private static func reading(_ count: Int) -> FeedReading {
        var list = ThreatList(feed: "bots", category: "Bot Networks")
        for number in 0..<count {
            list.add(ipv4: UInt32(number), through: UInt32(number), description: nil, expires: nil)
        }
        return FeedReading(list: list)
    }

    @Test("A fetch that fails keeps the last good list, and only a change of the failure is news")
    func failureKeepsTheList() {
        var state = FeedState(Self.feed)
        #expect(state.fetched(Self.reading(10), at: 100) == .taken)
        let isFirstNews = state.failed(FeedError("gone"), at: 200)
        #expect(isFirstNews)
        let isSameNews = state.failed(FeedError("gone"), at: 300)
        #expect(!isSameNews)
        let isOtherNews = state.failed(FeedError("is HTML"), at: 400)
        #expect(isOtherNews)
        #expect(state.reading?.list.count == 10)
        #expect(state.fetchedAt == 100)
        #expect(state.failures == 3)
        _ = state.fetched(Self.reading(11), at: 500)
        #expect(state.error == nil)
        let isLaterNews = state.failed(FeedError("is HTML"), at: 600)
        #expect(isLaterNews)
    }

    @Test(
        "A list that grew or shrank by more than half is held back until confirmed",
        arguments: [(10, 4, true), (10, 5, false), (10, 15, false), (10, 16, true), (1, 2, true), (1000, 1000, false)])
    func heldBack(old: Int, new: Int, isHeld: Bool) {
        var state = FeedState(Self.feed)
        #expect(state.fetched(Self.reading(old), at: 1) == .taken)
        let outcome = state.fetched(Self.reading(new), at: 2)
        #expect((outcome != .taken) == isHeld)
        #expect(state.reading?.list.count == (isHeld ? old : new))
        let isConfirmed = state.confirm(at: 3)
        #expect(isConfirmed == isHeld)
        #expect(state.reading?.list.count == new)
        let isConfirmedAgain = state.confirm(at: 4)
        #expect(!isConfirmedAgain)
    }

    @Test("A list that is as it should be again lets go of the one that was held back")
    func backToNormal() {
        var state = FeedState(Self.feed)
        _ = state.fetched(Self.reading(10), at: 1)
        _ = state.fetched(Self.reading(1), at: 2)
        #expect(state.heldBack != nil)
        #expect(state.fetched(Self.reading(11), at: 3) == .taken)
        #expect(state.heldBack == nil)
    }

    @Test("Failing fetches are tried again soon, and ever later up to the interval")
    func delay() {
        var state = FeedState(Self.feed)
        #expect(state.delay == 3600)
        var delays: [Double] = []
        for time in 1...10 {
            _ = state.failed(FeedError("gone"), at: Double(time))
            delays.append(state.delay)
        }
        #expect(delays == [15, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600])
    }
}
