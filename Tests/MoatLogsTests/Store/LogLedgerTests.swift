import Foundation
import Testing

@testable import MoatLogs

struct LogLedgerTests {
    private let directory: TemporaryDirectory
    private var path: String { directory.url.appendingPathComponent("logs.ledger").path }

    init() throws { directory = try TemporaryDirectory() }

    @Test func itOutlivesItsOwner() throws {
        do {
            let ledger = try LogLedger(path: path)
            ledger.reset(stored: 100)
            ledger.accept(10)
            ledger.giveUp(3)
        }
        #expect(try LogLedger(path: path).due == 107)
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int == 4096)
    }

    @Test func itAgreesWithAFileThatHasMoreOrLess() throws {
        let ledger = try LogLedger(path: path)
        ledger.reset(stored: 50)
        ledger.accept(7)
        ledger.correct(from: 50, to: 60)
        #expect(ledger.due == 67)
        ledger.correct(from: 60, to: 0)
        #expect(ledger.due == 7)
    }

    @Test func moreGivenUpThanAcceptedIsNone() throws {
        let ledger = try LogLedger(path: path)
        ledger.reset(stored: 0)
        ledger.giveUp(5)
        #expect(ledger.due == 0)
    }

    @Test func nothingIsMissedWhereManyCount() async throws {
        let ledger = try LogLedger(path: path)
        ledger.reset(stored: 0)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<4 { group.addTask { for _ in 0..<50_000 { ledger.accept(1) } } }
        }
        #expect(ledger.due == 200_000)
    }

    @Test func aLinkIsNotFollowed() throws {
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/dev/null")
        #expect(throws: POSIXError.self) { try LogLedger(path: path) }
    }
}
