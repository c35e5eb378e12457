import FoundationEssentials
import Glibc

/// The file with the names of a lab that is up. What replaces it counts from the next
/// question on.
final class DomainFile {
    private let path: String
    private var state: FileState?
    private var current = DomainTable([])

    init(path: String) {
        self.path = path
    }

    static func write(_ domains: [LabDomain], to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        let new = "\(path).new"
        try FileSystem.write(String(decoding: try encoder.encode(domains), as: UTF8.self) + "\n", to: new)
        // At once, so that nobody reads half of it.
        guard rename(new, path) == 0 else { throw SystemError("replace \(path)", errno) }
    }

    /// The names as they are now; a file that cannot be read leaves those that were.
    func table() -> DomainTable {
        guard let found = FileState(path: path), found != state else { return current }
        guard let bytes = try? FileSystem.read(path),
            let domains = try? JSONDecoder().decode([LabDomain].self, from: Data(bytes))
        else { return current }
        state = found
        current = DomainTable(domains)
        return current
    }
}
