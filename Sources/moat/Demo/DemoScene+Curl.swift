import Foundation
import MoatLab

/// What curl saw of a site.
struct DemoAnswer {
    /// curl's exit status; 0 where there was an answer, whatever it was.
    var exit: Int32
    /// The HTTP status; 0 where there was no answer.
    var status: Int
    var body: String
    var error: String

    /// In one line.
    var text: String {
        exit == 0 ? "\(status) \(body)" : error
    }
}

extension DemoScene {
    /// A request to a site by name, as programs in the host make it: they ask the host's DNS and
    /// trust what it trusts.
    func curl(_ url: String, from host: String, _ options: [String] = []) throws -> DemoAnswer {
        let result = try Command(
            ["curl", "--silent", "--show-error", "--max-time", "5", "--write-out", "\n%{http_code}"] + options + [url],
            in: self.host(host)
        ).run()
        let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false)
        return DemoAnswer(
            exit: result.status, status: lines.last.flatMap { Int($0) } ?? 0,
            body: lines.dropLast().joined(separator: "\n").trimmingCharacters(in: .whitespacesAndNewlines),
            error: result.error.trimmingCharacters(in: .whitespacesAndNewlines))
    }
}
