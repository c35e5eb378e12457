import Glibc
import NIOCore

/// The files of a site: those of a folder, `index.html` for the folders in it.
struct SiteFiles: Sendable {
    let folder: String

    private static let limit = 256 << 20

    struct Content {
        var type: String
        var bytes: ByteBuffer
    }

    /// Nil where there is no such file.
    func content(of path: String) -> Content? {
        var full = "\(folder)/\(path)"
        var status = stat()
        guard stat(full, &status) == 0 else { return nil }
        if status.st_mode & S_IFMT == S_IFDIR {
            full += "/index.html"
            guard stat(full, &status) == 0 else { return nil }
        }
        guard status.st_mode & S_IFMT == S_IFREG, let bytes = try? FileSystem.read(full, limit: Self.limit) else {
            return nil
        }
        return Content(type: Self.type(of: full), bytes: ByteBuffer(bytes: bytes))
    }

    private static func type(of path: String) -> String {
        switch path.split(separator: ".").last {
        case "html": "text/html; charset=utf-8"
        case "json": "application/json"
        case "txt": "text/plain; charset=utf-8"
        default: "application/octet-stream"
        }
    }
}
