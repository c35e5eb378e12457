import Testing

@testable import MoatKubernetes

struct EventCorrelatorTests {
    private let start = ContinuousClock.now

    private func note(_ object: String, _ message: String = "m") -> EventNote {
        EventNote(ObjectReference(kind: "Service", namespace: "shop", name: object), .warning, "Conflict", message)
    }

    @Test func countsWhatHappensAgain() {
        var correlator = EventCorrelator(EventPolicy())
        #expect(correlator.decide(note("a"), now: start) == .create)
        correlator.sent(note("a"), name: "a.1", count: 1, now: start)
        #expect(correlator.decide(note("a"), now: start) == .count(name: "a.1", 2))
        correlator.sent(note("a"), name: "a.1", count: 2, now: start)
        #expect(correlator.decide(note("a"), now: start) == .count(name: "a.1", 3))
        #expect(correlator.decide(note("a", "other"), now: start) == .create)
        #expect(correlator.decide(note("b"), now: start) == .create)
        correlator.forget(note("a"))
        #expect(correlator.decide(note("a"), now: start) == .create)
    }

    /// What the API did not take is no event to count in.
    @Test func makesAnewWhatWasNotSent() {
        var correlator = EventCorrelator(EventPolicy())
        #expect(correlator.decide(note("a"), now: start) == .create)
        #expect(correlator.decide(note("a"), now: start) == .create)
    }

    @Test func leavesOutWhatIsTooMuchAboutOneObject() {
        var policy = EventPolicy()
        policy.burst = 3
        policy.refill = .seconds(10)
        var correlator = EventCorrelator(policy)
        func taken(_ object: String, at seconds: Int) -> Int {
            (0..<5).count { number in
                correlator.decide(note(object, "\(number)"), now: start + .seconds(seconds)) != .leaveOut
            }
        }
        #expect(taken("a", at: 0) == 3)
        #expect(taken("b", at: 0) == 3)
        #expect(taken("a", at: 9) == 0)
        #expect(taken("a", at: 11) == 1)
        #expect(taken("a", at: 10_000) == 3)
        #expect(taken("a", at: 0) == 0)
    }

    @Test func doesNotCountOnWhatANewStateOfTheObjectIs() {
        var first = note("a").object
        var second = first
        first.resourceVersion = "1"
        second.resourceVersion = "2"
        #expect(EventNote(first, .normal, "R", "m") == EventNote(second, .normal, "R", "m"))
    }

    @Test func keepsNoMoreThanItMay() {
        var policy = EventPolicy()
        policy.memory = 100
        var correlator = EventCorrelator(policy)
        for number in 0..<1000 {
            let note = note("\(number)")
            #expect(correlator.decide(note, now: start + .seconds(number)) == .create)
            correlator.sent(note, name: "n", count: 1, now: start + .seconds(number))
        }
        let known = (0..<1000).count {
            correlator.decide(note("\($0)"), now: start + .seconds(2000)) != .create
        }
        #expect((50...100).contains(known))
        // The latest are those that are kept.
        #expect(correlator.decide(note("999"), now: start + .seconds(2000)) == .count(name: "n", 2))
    }

    @Test(arguments: [String(repeating: "a", count: 5000), String(repeating: "ü👩‍👩‍👧", count: 500), "short"])
    func cutsMessages(message: String) {
        let note = note("a", message)
        #expect(note.message.utf8.count <= 1024)
        #expect(message.hasPrefix(note.message.replacing("…", with: "")))
    }

    @Test func namesEventsSoThatTheAPITakesThem() {
        let name = note(String(repeating: "a", count: 253)).name(number: .max)
        #expect(name.utf8.count <= 253)
        #expect(note("a").name(number: 255) == "a.ff")
    }
}
