import Testing

@testable import MoatKubernetes

struct BackoffTests {
    @Test func doublesUpToItsMaximum() {
        var backoff = Backoff(minimum: .milliseconds(200), maximum: .seconds(1))
        #expect((0..<5).map { _ in backoff.next(random: 1) } == [0.2, 0.4, 0.8, 1, 1].map { .seconds($0) })
        backoff.reset()
        #expect(backoff.next(random: 0.5) == .milliseconds(100))
        #expect(backoff.next(random: 0) == .zero)
    }

    @Test func staysWithinItsMaximumForever() {
        var backoff = Backoff(minimum: .seconds(1), maximum: .seconds(30))
        for _ in 0..<10_000 { #expect(backoff.next(random: 1) <= .seconds(30)) }
    }
}
