import Foundation

/// Kernel settings under `/proc/sys`, of the network namespace of the calling thread.
public struct Sysctl: Sendable {
    public init() {}

    /// The value, without its line break; nil where the kernel does not have the setting.
    public func read(_ name: String) -> String? {
        (try? String(contentsOfFile: Self.path(name), encoding: .utf8))?
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Writes a value unless it is there already.
    public func write(_ name: String, _ value: String) throws(KernelError) {
        guard read(name) != value else { return }
        guard let file = FileHandle(forWritingAtPath: Self.path(name)) else {
            throw KernelError(errno: errno, "cannot set \(name) = \(value)")
        }
        do {
            try file.write(contentsOf: Data(value.utf8))
            try file.close()
        } catch {
            throw KernelError(.refused, "cannot set \(name) = \(value): \(error)")
        }
    }

    /// Dots separate, as in sysctl(8).
    private static func path(_ name: String) -> String {
        "/proc/sys/" + name.replacingOccurrences(of: ".", with: "/")
    }
}
