import Foundation

/// Files that somebody names, which need not be files, nor small.
enum BoundedFile {
    /// A reason without the path.
    struct Failure: Error {
        var reason: String
    }

    /// The bytes of a file.
    ///
    /// - Throws: `Failure`
    static func read(_ path: String, limit: Int) throws(Failure) -> Data {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw Failure(reason: String(cString: strerror(errno))) }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw Failure(reason: "it is not a file")
        }
        let data: Data
        do {
            data = try handle.read(upToCount: limit + 1) ?? Data()
        } catch {
            throw Failure(reason: "it cannot be read")
        }
        guard data.count <= limit else { throw Failure(reason: "it has more than \(limit) bytes") }
        return data
    }
}
