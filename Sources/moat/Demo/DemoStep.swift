/// One step of the story: what is sent, what should happen, what did, and the log record
/// that proves it.
struct DemoStep: Sendable {
    var title: String
    /// What is done, as a user would write it.
    var sent: String
    var expected: String
    var act: @Sendable (DemoScene) throws -> DemoObservation
}

/// What was seen of a step.
struct DemoObservation {
    var observed: String
    /// The record of the log, as JSON; empty where the step's point is that there is none.
    var log: String
    /// The table that a question was answered with.
    var answer = ""
    var ok: Bool
}

/// A step as `REPORT=FILE` gets it.
struct DemoReportRow: Encodable, Sendable {
    var step: String
    var sent: String
    var expected: String
    var observed: String
    var log: String
    var answer: String
    var ok: Bool
}
