import Foundation

/// A directory of one benchmark, removed after it.
struct BenchDirectory {
    let url: URL

    init(_ name: String) throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("moat-bench-\(name)", isDirectory: true)
        try? FileManager.default.removeItem(at: url)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    /// What the files in it hold, without those of the peer.
    var bytes: Int {
        let files = FileManager.default.enumerator(at: url, includingPropertiesForKeys: [.fileSizeKey])
        var total = 0
        while let file = files?.nextObject() as? URL {
            guard !file.lastPathComponent.hasPrefix("peer") else { continue }
            total += (try? file.resourceValues(forKeys: [.fileSizeKey]).fileSize) ?? 0
        }
        return total
    }

    func remove() {
        try? FileManager.default.removeItem(at: url)
    }
}
