public import Foundation
import Synchronization

/// Records as JSON lines, one file a table (`AZFWNetworkRule.jsonl`), rotated by size:
/// `.1` is the newest of the older files. What a table may take on the disk is
/// `fileSize` x (`olderFiles` + 1).
public final class JSONLinesStore: LogStore {
    private struct OpenFile {
        var handle: FileHandle
        var size: UInt64
    }

    private let directory: URL
    private let fileSize: UInt64
    private let olderFiles: Int
    private let files: Mutex<[LogTable: OpenFile]>
    /// Held for life: two writers of one directory would cut each other's lines.
    private let lock: FileHandle

    /// Opens the files in a directory, which is made where it is not there.
    /// - Parameters:
    ///   - directory: where the files are
    ///   - fileSize: bytes after which a new file is begun
    ///   - olderFiles: how many older files are kept
    /// - Throws: `LogStoreError`, or what making the directory throws
    public init(directory: URL, fileSize: UInt64 = 64 << 20, olderFiles: Int = 4) throws {
        self.directory = directory
        self.fileSize = fileSize
        self.olderFiles = olderFiles
        try FileManager.default.createDirectory(
            at: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o750])
        lock = try Self.lock(directory)
        var files: [LogTable: OpenFile] = [:]
        for table in LogTable.allCases {
            files[table] = try Self.open(Self.url(of: table, in: directory))
        }
        self.files = Mutex(files)
    }

    public func write(_ batch: [LogLine]) throws {
        try files.withLock { files in
            for table in LogTable.allCases {
                var bytes = Data()
                for line in batch where line.table == table {
                    bytes.append(line.json)
                    bytes.append(UInt8(ascii: "\n"))
                }
                guard !bytes.isEmpty else { continue }
                try append(bytes, to: table, of: &files)
            }
        }
    }

    private func append(_ bytes: Data, to table: LogTable, of files: inout [LogTable: OpenFile]) throws {
        if let file = files[table], file.size > 0, file.size + UInt64(bytes.count) > fileSize {
            try rotate(table)
            files[table] = nil
        }
        var file = try files[table] ?? Self.open(Self.url(of: table, in: directory))
        do {
            try file.handle.write(contentsOf: bytes)
            file.size += UInt64(bytes.count)
            files[table] = file
        } catch {
            // Half a batch would end in half a line; take back what was written of it.
            try? file.handle.truncate(atOffset: file.size)
            files[table] = file
            throw error
        }
    }

    public func read(tables: Set<LogTable>, since: Date?, limit: Int) throws -> [LogLine] {
        guard limit > 0 else { return [] }
        var lines: [LogLine] = []
        for table in tables {
            lines += try newest(limit, of: table, since: since)
        }
        lines.sort { $0.time < $1.time }
        return lines.suffix(limit)
    }

    private func newest(_ limit: Int, of table: LogTable, since: Date?) throws -> [LogLine] {
        var lines: [LogLine] = []
        for age in 0...olderFiles {
            let url = Self.url(of: table, in: directory, age: age)
            guard let contents = try? Data(contentsOf: url, options: .mappedIfSafe) else { continue }
            var end = contents.endIndex
            while end > contents.startIndex, lines.count < limit {
                // A line that is being written has no line break yet and is not read.
                let start =
                    contents[..<(end - 1)].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? contents.startIndex
                if contents[end - 1] == UInt8(ascii: "\n"), let line = Self.line(contents[start..<(end - 1)], table) {
                    if let since, line.time < since { return lines }
                    lines.append(line)
                }
                end = start
            }
        }
        return lines
    }

    private static func line(_ json: Data, _ table: LogTable) -> LogLine? {
        let prefix = LogRecordWriter.prefix
        guard json.starts(with: prefix),
            let time = LogTimestamp(text: json.dropFirst(prefix.count).prefix(LogTimestamp.textLength))
        else { return nil }
        return LogLine(table: table, time: time.date, json: Data(json))
    }

    private func rotate(_ table: LogTable) throws {
        let files = FileManager.default
        let oldest = Self.url(of: table, in: directory, age: olderFiles)
        if files.fileExists(atPath: oldest.path) { try files.removeItem(at: oldest) }
        for age in stride(from: olderFiles - 1, through: 0, by: -1) {
            let from = Self.url(of: table, in: directory, age: age)
            guard files.fileExists(atPath: from.path) else { continue }
            try files.moveItem(at: from, to: Self.url(of: table, in: directory, age: age + 1))
        }
    }

    private static func url(of table: LogTable, in directory: URL, age: Int = 0) -> URL {
        directory.appendingPathComponent(table.rawValue + ".jsonl" + (age == 0 ? "" : ".\(age)"))
    }

    private static func lock(_ directory: URL) throws -> FileHandle {
        let path = directory.appendingPathComponent("lock").path
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else {
            throw LogStoreError(message: "cannot open \(path): \(String(cString: strerror(errno)))")
        }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw LogStoreError(
                message:
                    "the log directory \(directory.path) is used by another moat; name another with --log-directory")
        }
        return handle
    }

    /// Opens a file at its end. What a crash left of a line is cut off first.
    private static func open(_ url: URL) throws -> OpenFile {
        let descriptor = Glibc.open(url.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else {
            throw LogStoreError(message: "cannot open \(url.path): \(String(cString: strerror(errno)))")
        }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        var size = try handle.seekToEnd()
        let window = min(size, 64 << 10)
        try handle.seek(toOffset: size - window)
        let tail = try handle.read(upToCount: Int(window)) ?? Data()
        if let last = tail.last, last != UInt8(ascii: "\n") {
            let kept = tail.lastIndex(of: UInt8(ascii: "\n")).map { tail.distance(from: tail.startIndex, to: $0) + 1 }
            size = size - window + UInt64(kept ?? 0)
            try handle.truncate(atOffset: size)
        }
        try handle.seekToEnd()
        return OpenFile(handle: handle, size: size)
    }
}

/// Why records could not be stored.
public struct LogStoreError: Error, CustomStringConvertible {
    public var message: String
    public var description: String { message }
}
