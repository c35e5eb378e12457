import Foundation
import MoatLab
import MoatModel

/// The lab in which the story plays, with the means to act in it as a user would: programs
/// run in its hosts, and moat's own command line.
struct DemoScene {
    let lab: Lab
    /// The folder of the lab file; the demo's own manifests are in `demo` below it.
    let folder: URL
    let executable: String

    func host(_ name: String) -> NetworkNamespace {
        lab.directory.machine(name)
    }

    func address(_ text: String) throws -> IPAddress {
        guard let address = IPAddress(text) else { throw DemoError("'\(text)' is no address") }
        return address
    }

    func run(_ arguments: [String]) throws -> Command.Result {
        try Command([executable] + arguments, timeLimit: .seconds(20)).run()
    }

    /// Runs moat against the lab's daemon.
    func moat(_ arguments: [String]) throws -> Command.Result {
        try run(arguments + ["--socket", lab.directory.socket])
    }

    /// Applies a manifest of the demo's.
    /// - Returns: what moat said.
    func apply(_ manifest: String) throws -> String {
        let file = folder.appendingPathComponent("demo/\(manifest)").path
        let result = try moat(["apply", "-f", file])
        guard result.status == 0 else { throw DemoError("moat apply -f \(file): \(result.error)") }
        return result.output
    }

    /// An HTTP request with curl.
    /// - Returns: the status code and the body; nil where no answer came within 2 s.
    func get(_ url: String, from host: String) throws -> (status: Int, body: String)? {
        let result = try Command(
            ["curl", "--silent", "--max-time", "2", "--noproxy", "*", "--write-out", "\n%{http_code}", url],
            in: self.host(host)
        ).run()
        guard result.status == 0 else { return nil }
        let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false)
        guard let status = lines.last.flatMap({ Int($0) }) else { return nil }
        return (status, lines.dropLast().joined(separator: "\n").trimmingCharacters(in: .whitespacesAndNewlines))
    }

    /// Connects by TCP and reads what the other side says first, if it says anything.
    func talk(from host: String, to text: String, port: UInt16) throws -> Result<String, TCPProbe.Failure> {
        do {
            let probe = try TCPProbe(from: self.host(host), to: try address(text), port: port)
            return .success((probe.receive() ?? "").trimmingCharacters(in: .whitespacesAndNewlines))
        } catch let failure as TCPProbe.Failure {
            return .failure(failure)
        }
    }

    /// The records that fit, as JSON lines, newest last.
    func records(since start: Date, where matches: (DemoRecord) -> Bool) throws -> [DemoRecord] {
        // Records carry microseconds of which a date keeps the milliseconds.
        let start = start.addingTimeInterval(-0.001)
        let seconds = Int(Date().timeIntervalSince(start).rounded(.up)) + 1
        let result = try moat(["logs", "--since", "\(seconds)s", "--limit", "1000", "--output", "json"])
        guard result.status == 0 else { throw DemoError("moat logs: \(result.error)") }
        return result.output.split(separator: "\n").compactMap { DemoRecord(line: String($0)) }
            .filter { $0.time >= start && matches($0) }
    }

    /// The newest record that fits; waits up to 2 s for it.
    func record(since start: Date, where matches: (DemoRecord) -> Bool) throws -> DemoRecord? {
        for attempt in 0..<20 {
            if attempt > 0 { Thread.sleep(forTimeInterval: 0.1) }
            if let record = try records(since: start, where: matches).last { return record }
        }
        return nil
    }
}
