import Testing

@testable import MoatPolicy

@Suite struct IntervalSetTests {
    private typealias Interval = IntervalSet<UInt32>.Interval

    private func set(_ intervals: (UInt32, UInt32)...) -> IntervalSet<UInt32> {
        IntervalSet(merging: intervals.map { Interval(lower: $0.0, upper: $0.1) })
    }

    @Test func mergesWhatOverlapsOrTouches() {
        #expect(Array(set((5, 9), (1, 3), (4, 4)).intervals) == [Interval(lower: 1, upper: 9)])
        #expect(Array(set((1, 9), (2, 3)).intervals) == [Interval(lower: 1, upper: 9)])
        #expect(set((1, 3), (5, 9)).intervals.count == 2)
        #expect(Array(set((0, .max), (5, 9)).intervals) == [Interval(lower: 0, upper: .max)])
        #expect(Array(set((.max, .max), (.max - 1, .max - 1)).intervals) == [Interval(lower: .max - 1, upper: .max)])
        #expect(set().intervals.isEmpty)
    }

    @Test func contains() {
        let some = set((1, 3), (5, 5), (.max, .max))
        for key: UInt32 in [1, 2, 3, 5, .max] { #expect(some.contains(key)) }
        for key: UInt32 in [0, 4, 6, .max - 1] { #expect(!some.contains(key)) }
        #expect(!set().contains(0))
        #expect(set((0, .max)).contains(0))
    }
}
