/// What questions may use.
public struct QueryConfiguration: Hashable, Sendable {
    /// Queries that run at a time.
    public var concurrent: Int
    /// Queries that wait while so many run.
    public var waiting: Int
    /// Bytes of a response's rows (Azure Monitor: 64 MB).
    public var responseBytes: Int
    public var externalData: ExternalDataPolicy

    public init(
        concurrent: Int = 4, waiting: Int = 32, responseBytes: Int = 64_000_000,
        externalData: ExternalDataPolicy = ExternalDataPolicy()
    ) {
        self.concurrent = concurrent
        self.waiting = waiting
        self.responseBytes = responseBytes
        self.externalData = externalData
    }
}

/// What `externaldata` may read; nothing unless told otherwise.
public struct ExternalDataPolicy: Hashable, Sendable {
    /// Folders whose files may be read, with what is below them.
    public var folders: [String]
    /// Hosts that may be asked by http or https: `example.com`, or `example.com:8443`.
    public var hosts: [String]
    /// Bytes of all locations of a table together.
    public var bytes: Int
    public var rows: Int
    /// Seconds for each location.
    public var time: Double

    public init(
        folders: [String] = [], hosts: [String] = [], bytes: Int = 16 << 20, rows: Int = 500_000, time: Double = 15
    ) {
        self.folders = folders
        self.hosts = hosts
        self.bytes = bytes
        self.rows = rows
        self.time = time
    }
}
