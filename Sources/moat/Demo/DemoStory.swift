import Foundation
import MoatLab
import MoatModel

/// The story that `make demo` tells of the reference topology: who can get in, what can get
/// out, and what happened.
enum DemoStory {
    /// Told from the first to the last; the last change leaves the lab as it was.
    static let steps = kubernetes + flows + sites + names + changes + questions + threats

    static func firstLine(_ text: String) -> String {
        let line = text.split(separator: "\n").first.map(String.init) ?? ""
        return line.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
    }

    static func text(_ outcome: Result<String, TCPProbe.Failure>) -> String {
        switch outcome {
        case .success(let text): text.isEmpty ? "connected" : text
        case .failure(let failure): "\(failure)"
        }
    }

    static func allowed(
        _ scene: DemoScene, from host: String, _ source: String, to destination: String, port: UInt16,
        by rule: String, answer: String
    ) throws -> DemoObservation {
        let start = Date()
        let outcome = try scene.talk(from: host, to: destination, port: port)
        let record = try scene.record(since: start) { $0.isOf(source, to: destination, port: port) }
        let isAnswered = if case .success(let text) = outcome { text.contains(answer) } else { false }
        return DemoObservation(
            observed: text(outcome), log: record?.line ?? "",
            ok: isAnswered && record?["Action"] == "Allow" && record?.rule == rule)
    }

    static func denied(
        _ scene: DemoScene, from host: String, _ source: String, to destination: String, port: UInt16,
        by rule: String
    ) throws -> DemoObservation {
        let start = Date()
        let outcome = try scene.talk(from: host, to: destination, port: port)
        let record = try scene.record(since: start) { $0.isOf(source, to: destination, port: port) }
        return DemoObservation(
            observed: text(outcome), log: record?.line ?? "",
            ok: outcome == .failure(.timedOut) && record?["Action"] == "Deny" && record?.rule == rule
                && (rule != "default" || record?["ActionReason"] == "Default Action"))
    }
}
