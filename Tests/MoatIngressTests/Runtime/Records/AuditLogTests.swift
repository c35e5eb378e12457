import Foundation
import Testing

@testable import MoatIngress

struct AuditLogTests {
    private let path = "/tmp/moat-audit-\(UUID().uuidString.prefix(8)).log"

    private func append(_ text: String) throws {
        if !FileManager.default.fileExists(atPath: path) { try Data().write(to: URL(fileURLWithPath: path)) }
        let handle = try #require(FileHandle(forWritingAtPath: path))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(text.utf8))
        try handle.close()
    }

    private func all(_ log: inout AuditLog) -> [String] {
        var lines: [String] = []
        while true {
            let read = log.read()
            guard !read.isEmpty else { return lines }
            lines += read.map { String(decoding: $0, as: UTF8.self) }
        }
    }

    @Test func linesAreReadOnceAndWhole() throws {
        defer { unlink(path) }
        var log = AuditLog(path: path)
        #expect(all(&log).isEmpty)
        try append("a\nb\nc")
        #expect(all(&log) == ["a", "b"])
        #expect(all(&log).isEmpty)
        try append("d\n")
        #expect(all(&log) == ["cd"])
    }

    @Test func anotherFileIsReadFromItsBegin() throws {
        defer { unlink(path) }
        var log = AuditLog(path: path)
        try append("a\nb")
        #expect(all(&log) == ["a"])
        try Data("c\n".utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        #expect(all(&log) == ["c"])
    }

    @Test func aLongFileIsEmptiedAndNothingIsLost() throws {
        defer { unlink(path) }
        var log = AuditLog(path: path)
        let line = String(repeating: "x", count: 1023)
        for _ in 0..<3 {
            try append(String(repeating: line + "\n", count: 5000))
            var count = 0
            // A read between chunks of one line may give no line.
            for _ in 0..<20 { count += log.read().count }
            #expect(count == 5000)
            #expect(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int == 0)
        }
    }

    @Test func aLineWithoutEndIsLeftOutAndCounted() throws {
        defer { unlink(path) }
        var log = AuditLog(path: path)
        try append(String(repeating: "x", count: 3 * AuditLog.maximumLine) + "\nafter\n")
        var lines: [String] = []
        for _ in 0..<10 { lines += log.read().map { String(decoding: $0, as: UTF8.self) } }
        #expect(lines == ["after"])
        #expect(log.skipped == 1)
    }
}
