import Foundation
import MoatLab

extension SystemLab {
    /// Runs a program in a host as its user would: with that host's network and files, and
    /// without this process's settings for pip and git.
    func run(_ arguments: [String], on host: String, input: String = "", within limit: Duration = .seconds(60)) throws
        -> Command.Result
    {
        let settings = ProcessInfo.processInfo.environment.keys.filter {
            $0.hasPrefix("PIP_") || $0.hasPrefix("GIT_")
        }
        return try Command(
            ["env"] + settings.flatMap { ["-u", $0] } + arguments, in: self.host(host), input: input,
            timeLimit: limit
        ).run()
    }

    /// What curl says of a URL, with the status after the body.
    func curl(_ url: String, _ options: String..., from host: String = "app-7") throws -> CurlAnswer {
        let result = try run(
            ["curl", "-sS", "--max-time", "30", "-w", "\n%{http_code} %{http_version}"] + options + [url], on: host)
        return CurlAnswer(result)
    }
}

/// What curl saw of a site.
struct CurlAnswer: CustomStringConvertible {
    /// curl's exit status; 0 where there was an answer, whatever it was.
    var exit: Int32
    /// The HTTP status; 0 where there was no answer.
    var status: Int
    /// `1.1`, `2`
    var version: String
    var body: String
    var error: String

    init(_ result: Command.Result) {
        exit = result.status
        error = result.error
        let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false)
        let last = (lines.last ?? "").split(separator: " ").map(String.init)
        status = last.first.flatMap { Int($0) } ?? 0
        version = last.count > 1 ? last[1] : ""
        body = lines.dropLast().joined(separator: "\n")
    }

    var description: String { "exit \(exit), HTTP/\(version) \(status) \(body)\(error)" }
}
