import Foundation

/// The kernel's counts of what connection tracking had to let go, from
/// `/proc/net/stat/nf_conntrack`.
public struct ConntrackStatistics: Hashable, Sendable {
    /// Packets dropped because their connection could not be tracked.
    public var dropped: UInt64
    /// Flows without an answer yet that were thrown out to make room in a full table.
    public var evicted: UInt64

    /// Reads the file: a line of column names, and a line for each processor with its counts
    /// in hexadecimal. Nil where a column is missing.
    public init?(_ text: some StringProtocol) {
        let lines = text.split(separator: "\n").map { $0.split(separator: " ") }
        guard let names = lines.first, let drop = names.firstIndex(of: "drop"),
            let earlyDrop = names.firstIndex(of: "early_drop")
        else { return nil }
        func sum(_ column: Int) -> UInt64 {
            lines.dropFirst().reduce(0) { $0 + ($1.count > column ? UInt64($1[column], radix: 16) ?? 0 : 0) }
        }
        dropped = sum(drop)
        evicted = sum(earlyDrop)
    }

    /// Those of the network namespace of the calling thread; nil where the kernel does not
    /// show them (CONFIG_NF_CONNTRACK_PROCFS).
    public static func current() -> ConntrackStatistics? {
        let path = "/proc/thread-self/net/stat/nf_conntrack"
        return (try? String(contentsOfFile: path, encoding: .utf8)).flatMap { ConntrackStatistics($0) }
    }
}
