import CDuckDB
import Foundation

/// Finds DuckDB and loads it, once for the process.
///
/// In this order: the file that the environment variable `MOAT_DUCKDB` names; what the system's
/// loader finds as `libduckdb.so`; `../lib/moat/libduckdb.so` from the executable, where
/// `make install` puts it; `.build/duckdb/libduckdb.so` of the tree that the executable was
/// built in, where `scripts/install-dependencies.sh` puts it.
enum DuckDBLibrary {
    private static let failure: DuckDBError? = load()

    /// - Throws: `DuckDBError` of code `unavailable`, with what can be done about it.
    static func require() throws(DuckDBError) {
        if let failure { throw failure }
    }

    private static let python = "libpython3.11.so.1.0"

    private static func load() -> DuckDBError? {
        if let path = ProcessInfo.processInfo.environment["MOAT_DUCKDB"], !path.isEmpty {
            return tried(path).map { DuckDBError(.unavailable, "MOAT_DUCKDB: \($0)") } ?? checkedVersion()
        }
        if tried("libduckdb.so") == nil { return checkedVersion() }
        for path in besideExecutable where FileManager.default.fileExists(atPath: path) {
            return tried(path).map { DuckDBError(.unavailable, $0) } ?? checkedVersion()
        }
        return DuckDBError(
            .unavailable,
            "DuckDB, which keeps the logs, is not here; run scripts/install-dependencies.sh run in Moat's sources, or install libduckdb.so, or name it in MOAT_DUCKDB"
        )
    }

    /// Nil where it is loaded, else why not. A library out of a Python wheel wants Python's own
    /// before it; others are as well without.
    private static func tried(_ path: String) -> String? {
        guard let first = cduckdb_load(path, nil) else { return nil }
        free(first)
        guard let second = cduckdb_load(path, python) else { return nil }
        defer { free(second) }
        return String(cString: second)
    }

    private static func checkedVersion() -> DuckDBError? {
        let version = String(cString: cduckdb_library_version())
        let major = version.drop { !$0.isNumber }.prefix { $0.isNumber }
        guard let number = Int(major), number >= 2 else {
            return DuckDBError(.unavailable, "DuckDB \(version) is too old; Moat needs 2.0 or later")
        }
        return nil
    }

    private static var besideExecutable: [String] {
        guard let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") else { return [] }
        let executable = URL(fileURLWithPath: link)
        let directory = executable.deletingLastPathComponent()
        var paths = [directory.appendingPathComponent("../lib/moat/libduckdb.so").standardized.path]
        let parts = executable.pathComponents
        if let build = parts.firstIndex(where: { $0.hasPrefix(".build") }) {
            let tree = URL(fileURLWithPath: NSString.path(withComponents: Array(parts[..<build])))
            paths.append(tree.appendingPathComponent(".build/duckdb/libduckdb.so").path)
        }
        return paths
    }
}
