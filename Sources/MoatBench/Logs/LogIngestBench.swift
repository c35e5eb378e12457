import Foundation
import Logging
import MoatLogs

/// A fixed number of records a second, through the writer that the firewall uses, into a
/// store on the disk.
struct LogIngestBench {
    static let recordsPerSecond = 150_000
    static let seconds = 60

    let say: (String) -> Void

    func run() throws -> [BenchRow] {
        let directory = try BenchDirectory("ingest")
        defer { directory.remove() }
        let origin = LogOrigin(firewall: "bench")
        let store = try DuckDBStore(directory: directory.url, origin: origin)
        let writer = LogWriter(store: store, origin: origin, logger: Logger(label: "moat-bench"))
        var generator = RecordGenerator(count: 0)
        let clock = ContinuousClock()
        let start = clock.now
        // The pace is the clock's, not the store's: what comes late is made up for, as it
        // would be by the traffic.
        let turns = 100 * Self.seconds
        for turn in 0..<turns {
            writer.append(generator.next(Self.recordsPerSecond / 100, at: .now()))
            if turn % 1000 == 999 { say("storing 150,000 records a second, \(turn / 100 + 1) of \(Self.seconds) s") }
            let due = start + .milliseconds(10 * (turn + 1))
            let wait = (due - clock.now) / .seconds(1)
            if wait > 0 { Thread.sleep(forTimeInterval: wait) }
        }
        let offered = Double(turns * (Self.recordsPerSecond / 100))
        let paced = (clock.now - start) / .seconds(1)
        writer.stop()
        let losses = writer.losses
        let lost = Double(losses.filter { $0.key.hasPrefix("log records") }.values.reduce(0, +))
        let uncounted = losses.filter { !$0.key.hasPrefix("log records") }.values.reduce(0, +)
        return [
            .absolute(
                LogsBench.area, "records stored for a minute", (offered - lost) / paced, unit: "records/s",
                bar: .atLeast(0.99 * Double(Self.recordsPerSecond))),
            .absolute(LogsBench.area, "records of these that were lost", lost, unit: "", bar: .atMost(0)),
            .absolute(
                LogsBench.area, "records of these that no aggregation counts", Double(uncounted), unit: "", bar: .none),
            .absolute(
                LogsBench.area, "time that storing went on after it", (clock.now - start) / .seconds(1) - paced,
                unit: "s", bar: .atMost(2)),
        ]
    }
}
