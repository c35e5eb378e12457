import Foundation
import Testing

@testable import MoatIngress

struct AccessLogTests {
    private let path = "/tmp/moat-access-\(UUID().uuidString.prefix(8)).log"

    /// Writes as nginx does, to a file that it keeps open.
    private final class Writer {
        private var handle: FileHandle
        private let path: String

        init(_ path: String) throws {
            self.path = path
            handle = try Self.open(path)
        }

        private static func open(_ path: String) throws -> FileHandle {
            let descriptor = Foundation.open(path, O_WRONLY | O_APPEND | O_CREAT, 0o600)
            try #require(descriptor >= 0)
            return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        }

        func write(_ text: String) throws { try handle.write(contentsOf: Data(text.utf8)) }

        func reopen() throws { handle = try Self.open(path) }
    }

    private func remove() {
        for file in [path, AccessLog.asidePath(of: path)] { unlink(file) }
    }

    private func read(_ log: inout AccessLog, reopen: () -> Void = {}) -> [String] {
        var lines: [String] = []
        log.read(reopen: reopen) { lines.append(String(decoding: $0, as: UTF8.self)) }
        return lines
    }

    @Test func linesAreReadOnceAndWhole() throws {
        defer { remove() }
        var log = AccessLog(path: path)
        defer { log.close() }
        #expect(read(&log).isEmpty)
        let writer = try Writer(path)
        try writer.write("a\nb\n\nc")
        #expect(read(&log) == ["a", "b"])
        #expect(read(&log).isEmpty)
        try writer.write("d\n")
        #expect(read(&log) == ["cd"])
    }

    @Test func aLongFileIsPutAsideAndNothingIsLost() throws {
        defer { remove() }
        let maximum = 1 << 20
        var log = AccessLog(path: path, maximumLength: off_t(maximum))
        defer { log.close() }
        let (first, second) = (try Writer(path), try Writer(path))
        let line = String(repeating: "x", count: 1023) + "\n"
        try first.write(String(repeating: line, count: maximum / 1024))
        var reopened = 0
        #expect(read(&log) { reopened += 1 }.count == maximum / 1024)
        #expect(reopened == 1 && !FileManager.default.fileExists(atPath: path))
        // Each worker begins the new file when it comes to it.
        try first.write("one\n")
        try first.reopen()
        try first.write("three\n")
        try second.write("two\n")
        #expect(read(&log) { reopened += 1 } == ["one", "two"])
        try second.write("still\n")
        try second.reopen()
        #expect(read(&log) { reopened += 1 } == ["still", "three"])
        #expect(reopened == 1 && !FileManager.default.fileExists(atPath: AccessLog.asidePath(of: path)))
        try second.write("four\n")
        #expect(read(&log) == ["four"])
    }

    @Test func tooManyLinesAreLeftOutAndCounted() throws {
        defer { remove() }
        var log = AccessLog(path: path)
        defer { log.close() }
        let writer = try Writer(path)
        let line = String(repeating: "x", count: 1023) + "\n"
        let chunk = String(repeating: line, count: 1024)
        let count = Int(AccessLog.maximumBacklog / (1 << 20)) + 8
        for _ in 0..<count { try writer.write(chunk) }
        let lines = read(&log)
        #expect(log.lost > 0 && lines.count + Int(log.lost) == count * 1024)
        #expect(lines.allSatisfy { $0.utf8.count == 1023 })
    }

    @Test func aLineWithoutEndIsLeftOutAndCounted() throws {
        defer { remove() }
        var log = AccessLog(path: path)
        defer { log.close() }
        let writer = try Writer(path)
        try writer.write(String(repeating: "x", count: 3 << 20) + "\na\n")
        #expect(read(&log) == ["a"])
        #expect(log.skipped == 1)
    }
}
