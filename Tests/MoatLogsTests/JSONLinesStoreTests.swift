import Foundation
import Testing

@testable import MoatLogs

struct JSONLinesStoreTests {
    private let directory: TemporaryDirectory
    private let origin = LogOrigin(firewall: "edge")

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func line(_ second: Int64, nat: Bool = false) throws -> LogLine {
        let nanoseconds = second * 1_000_000_000
        return try (nat ? LogRecordTests.natRule(at: nanoseconds) : LogRecordTests.networkRule(at: nanoseconds))
            .line(origin)
    }

    @Test func givesBackWhatWasWrittenOldestFirst() throws {
        let store = try JSONLinesStore(directory: directory.url)
        let lines = try [line(1), line(2, nat: true), line(3)]
        try store.write(lines)
        #expect(try store.read(tables: Set(LogTable.allCases), since: nil, limit: 10) == lines)
        #expect(try store.read(tables: [.natRule], since: nil, limit: 10) == [lines[1]])
        #expect(try store.read(tables: Set(LogTable.allCases), since: nil, limit: 2) == Array(lines[1...]))
        #expect(
            try store.read(tables: Set(LogTable.allCases), since: Date(timeIntervalSince1970: 3), limit: 9)
                == [lines[2]])
    }

    @Test func aReopenedStoreGoesOn() throws {
        try JSONLinesStore(directory: directory.url).write([line(1)])
        let store = try JSONLinesStore(directory: directory.url)
        try store.write([line(2)])
        #expect(try store.read(tables: [.networkRule], since: nil, limit: 10) == [line(1), line(2)])
    }

    @Test func whatACrashLeftOfALineIsCutOff() throws {
        try JSONLinesStore(directory: directory.url).write([line(1)])
        let file = directory.url.appendingPathComponent("AZFWNetworkRule.jsonl")
        let handle = try FileHandle(forWritingTo: file)
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(#"{"TimeGenerated":"2026-"#.utf8))
        try handle.close()
        let store = try JSONLinesStore(directory: directory.url)
        try store.write([line(2)])
        #expect(try store.read(tables: [.networkRule], since: nil, limit: 10) == [line(1), line(2)])
    }

    @Test func rotationKeepsTheNewestAndBoundsTheDisk() throws {
        let size = try UInt64(line(1).json.count + 1)
        let store = try JSONLinesStore(directory: directory.url, fileSize: size * 3, olderFiles: 2)
        for second in 1...20 { try store.write([line(Int64(second))]) }
        let files = try FileManager.default.contentsOfDirectory(atPath: directory.url.path)
        #expect(
            files.filter { $0.hasPrefix("AZFWNetworkRule.") }.sorted() == [
                "AZFWNetworkRule.jsonl", "AZFWNetworkRule.jsonl.1", "AZFWNetworkRule.jsonl.2",
            ])
        let read = try store.read(tables: [.networkRule], since: nil, limit: 100)
        #expect(read.last == (try line(20)))
        #expect((6...9).contains(read.count))
        #expect(read.map(\.time) == read.map(\.time).sorted())
    }

    @Test func aDirectoryThatCannotBeIsNamed() throws {
        let file = directory.url.appendingPathComponent("file")
        try Data().write(to: file)
        #expect(throws: (any Error).self) {
            try JSONLinesStore(directory: file.appendingPathComponent("logs"))
        }
    }
}
