import Foundation
import Testing

@testable import MoatLogs

struct LogQueryWatchTests {
    @Test func theFirstReasonStays() throws {
        let connection = try DuckDBConnection(DuckDBDatabase(path: nil))
        let limits = LogQueryLimits(time: 0.01)
        let watch = LogQueryWatch(connection, limits)
        while watch.reason.code != .timedOut { usleep(1000) }
        limits.cancellation.cancel()
        #expect(watch.reason.code == .timedOut)
    }

    @Test func aCancellationBeforeTheTimeIsOverIsTheReason() throws {
        let connection = try DuckDBConnection(DuckDBDatabase(path: nil))
        let limits = LogQueryLimits(time: 0.05)
        limits.cancellation.cancel()
        let watch = LogQueryWatch(connection, limits)
        usleep(100_000)
        #expect(watch.reason.code == .cancelled)
    }

    @Test func nothingStopsWhatIsThrough() throws {
        let connection = try DuckDBConnection(DuckDBDatabase(path: nil))
        let watch = LogQueryWatch(connection, LogQueryLimits())
        watch.end()
        watch.stop(LogQueryError(.timedOut, "late"))
        #expect(watch.reason.code == .failed)
        #expect(try connection.query("SELECT 1").rows == [[.integer(1)]])
    }
}
