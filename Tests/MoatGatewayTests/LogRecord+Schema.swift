import MoatLogs
import MoatLogsTestSupport
import Testing

extension LogRecord {
    /// The record; the test fails where it does not fit the schema of its table.
    var checked: LogRecord {
        do { try LogTableSchema.check(line(LogOrigin(firewall: "edge")).json) } catch { Issue.record(error) }
        return self
    }
}
