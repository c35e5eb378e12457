/// What DuckDB, or finding it, failed with.
struct DuckDBError: Error, Hashable, Sendable, CustomStringConvertible {
    enum Code: Hashable, Sendable {
        /// There is no library, or not one that can be used.
        case unavailable
        case interrupted
        case outOfMemory
        /// The file is no database, or not a whole one, or of a newer DuckDB.
        case damaged
        case failed
    }

    let code: Code
    /// What is wrong, in DuckDB's words where they are its own.
    let description: String

    init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }

    /// DuckDB tells kinds of errors apart by how their texts begin.
    init(message: String) {
        description = message.split(separator: "\n").first.map(String.init) ?? "DuckDB gave no reason"
        code =
            if message.hasPrefix("INTERRUPT") {
                .interrupted
            } else if message.hasPrefix("Out of Memory") {
                .outOfMemory
            } else {
                .failed
            }
    }

    init(text: UnsafePointer<CChar>?) {
        self.init(message: text.map { String(cString: $0) } ?? "DuckDB gave no reason")
    }
}
