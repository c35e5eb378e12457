import Foundation

/// Reads the bytes of a manifest, and finds the manifests below a directory.
enum ManifestFile {
    /// The most that is read of one file.
    static let sizeLimit = 10 * 1024 * 1024

    private static let extensions = ["yaml", "yml", "json"]

    /// Reads a whole file (or pipe).
    static func contents(of path: String, sizeLimit: Int = sizeLimit) -> Result<Data, ManifestIssue> {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return .failure(unreadable(path)) }
        defer { close(descriptor) }
        return contents(of: descriptor, name: path, sizeLimit: sizeLimit)
    }

    /// Reads an open file to its end, but no further than the size limit.
    static func contents(
        of descriptor: Int32, name: String, sizeLimit: Int = sizeLimit
    ) -> Result<Data, ManifestIssue> {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return .failure(unreadable(name)) }
        guard status.st_size <= sizeLimit else {
            return .failure(tooLarge(name, size: Int(status.st_size), limit: sizeLimit))
        }
        var data = Data()
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return .failure(unreadable(name)) }
            guard count > 0 else { return .success(data) }
            data.append(contentsOf: buffer[..<count])
            guard data.count <= sizeLimit else { return .failure(tooLarge(name, size: nil, limit: sizeLimit)) }
        }
    }

    /// The manifests below a directory in alphabetical order of their paths. Hidden files
    /// and directories are passed over; a directory that a symbolic link leads back to is
    /// walked once.
    static func manifests(below directory: String) -> (files: [String], issues: [ManifestIssue]) {
        var visited: Set<FileIdentity> = []
        var files: [String] = []
        var issues: [ManifestIssue] = []
        func walk(_ directory: String) {
            guard let identity = FileIdentity(directory), visited.insert(identity).inserted else { return }
            guard let stream = opendir(directory) else {
                issues.append(unreadable(directory))
                return
            }
            defer { closedir(stream) }
            var names: [String] = []
            while let entry = readdir(stream) {
                let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                }
                if !name.hasPrefix(".") { names.append(name) }
            }
            for name in names.sorted() {
                let path = directory.hasSuffix("/") ? directory + name : directory + "/" + name
                if isDirectory(path) {
                    walk(path)
                } else if extensions.contains(where: { name.hasSuffix(".\($0)") }) {
                    files.append(path)
                }
            }
        }
        walk(directory)
        return (files, issues)
    }

    static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private static func unreadable(_ name: String) -> ManifestIssue {
        let code = errno
        let hint: String? =
            switch code {
            case ENOENT: "check the path; it is looked up from the current directory"
            case EACCES: "give the user who runs moat the right to read it"
            default: nil
            }
        return ManifestIssue(
            position: SourcePosition(file: name), message: "can't be read: \(String(cString: strerror(code)))",
            hint: hint)
    }

    /// The issue with a file of that many bytes; `size` is nil where reading stopped at the limit.
    static func tooLarge(_ name: String, size: Int?, limit: Int) -> ManifestIssue {
        let size = size.map { "\(grouped($0)) bytes" } ?? "more than \(grouped(limit)) bytes"
        return ManifestIssue(
            position: SourcePosition(file: name),
            message: "\(name) is \(size); at most \(grouped(limit)) are read", hint: "split it")
    }

    /// A number with a comma between its groups of three digits.
    private static func grouped(_ number: Int) -> String {
        let digits = String(number)
        return digits.enumerated().map { index, digit in
            index > 0 && (digits.count - index) % 3 == 0 ? ",\(digit)" : "\(digit)"
        }.joined()
    }
}

/// What tells one directory from another, whatever path leads to it.
private struct FileIdentity: Hashable {
    var device: UInt64
    var inode: UInt64

    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
    }
}

extension ManifestIssue: Error {}
