import Testing

@testable import MoatKubernetes

@Suite struct ProbeHealthTests {
    /// The states after each answer: `+` is a success, `-` a failure.
    private func states(_ answers: String, threshold: Int = 2) -> String {
        var health = ProbeHealth(threshold: threshold)
        return String(
            answers.map { answer -> Character in
                let before = health.state
                let changed = health.take(success: answer == "+")
                #expect(changed == (health.state != before))
                return health.state == .up ? "u" : "d"
            })
    }

    @Test func takesTrafficBeforeItWasAsked() {
        #expect(ProbeHealth(threshold: 2).state.takesTraffic)
    }

    @Test(arguments: [
        ("-", 2, "d"),  // never up: one failure is enough
        ("+-+-+-", 2, "uuuuuu"),  // failures that are not in a row
        ("+--", 2, "uud"), ("+---", 3, "uuud"), ("--+", 2, "ddu"), ("+--+", 2, "uudu"),
        ("+-", 0, "ud"),
    ])
    func transitions(_ answers: String, _ threshold: Int, _ expected: String) {
        #expect(states(answers, threshold: threshold) == expected)
    }

    /// The second fall costs two successes, the third three, the fifth no more than four.
    @Test func flapping() {
        var health = ProbeHealth(threshold: 1)
        _ = health.take(success: true)
        for needed in [1, 2, 3, 4, 4, 4] {
            _ = health.take(success: false)
            #expect(health.state == .down)
            for _ in 1..<needed {
                _ = health.take(success: true)
                #expect(health.state == .down)
            }
            _ = health.take(success: true)
            #expect(health.state == .up)
        }
        for _ in 0..<12 { _ = health.take(success: true) }
        _ = health.take(success: false)
        #expect(health.take(success: true) && health.state == .up)
    }
}
