/// How long records are kept, and how many bytes they may take.
public struct LogRetention: Hashable, Sendable {
    /// Seconds; records older than this are deleted.
    public var age: Double
    /// Bytes on the disk; beyond this the oldest records are deleted.
    public var bytes: Int

    /// 30 days and 10 GB by default.
    public init(age: Double = 30 * 86_400, bytes: Int = 10_000_000_000) {
        self.age = age
        self.bytes = bytes
    }
}
