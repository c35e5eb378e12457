/// Keeps the routes of a lab's fabric as the resources in force say, while the lab runs.
public struct FabricAgent: Sendable {
    private let source: any ResourceSource
    private var tables: FabricTables
    private let interval: Duration

    /// - Parameters:
    ///   - record: The lab's record.
    ///   - source: Where the resources are asked for.
    ///   - interval: How often.
    public init(
        record: LabRecord, source: any ResourceSource, interval: Duration = .milliseconds(250)
    ) {
        let fabric = record.host(LabName.fabric)?.namespace ?? ""
        self.tables = FabricTables(namespace: fabric, links: record.links)
        self.source = source
        self.interval = interval
    }

    /// Runs until the task is cancelled.
    /// - Parameters:
    ///   - ready: Called once the routes are right for the first time.
    ///   - report: Told what changed and what went wrong, a line each.
    public mutating func run(
        ready: @Sendable () -> Void, report: @Sendable (String) -> Void
    ) async {
        var isReady = false
        var lastFailure = ""
        while !Task.isCancelled {
            if let resources = await source.resources() {
                do {
                    let changes = try tables.program(resources)
                    if changes > 0 { report("\(changes) routes changed") }
                    lastFailure = ""
                    if !isReady { ready() }
                    isReady = true
                } catch {
                    // It is tried again; the log need not say so four times a second.
                    if "\(error)" != lastFailure { report("routes: \(error)") }
                    lastFailure = "\(error)"
                }
            }
            // Being cancelled ends the sleep, and then the loop.
            try? await Task.sleep(for: interval)
        }
    }
}
