import MoatKQL
import MoatLogs

/// What a question gave.
struct QueryAnswer: Sendable {
    var columns: [KQLColumn]
    var rows: [[LogValue]]
    /// The limit of rows, where there were more.
    var rowLimit: Int?
    var render: KQLRender?
    /// Seconds for translating, loading and running.
    var seconds: Double
}
