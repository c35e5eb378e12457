import Foundation
import Testing

@testable import MoatLab

@Suite struct DomainFileTests {
    /// Twice in a row too: a file then often gets the number of the one before the last.
    @Test func whatReplacesTheFileCountsFromTheNextQuestionOn() throws {
        let path = NSTemporaryDirectory() + "moat-names-\(UUID().uuidString).json"
        defer { unlink(path) }
        let file = DomainFile(path: path)
        for round in 0..<20 {
            try DomainFile.write([LabDomain("unseen-\(round).example", alias: "a.example")], to: path)
            try DomainFile.write([LabDomain("seen-\(round).example", alias: "a.example")], to: path)
            #expect(file.table().answer("seen-\(round).example", type: 1).records.count == 1)
            #expect(!file.table().answer("unseen-\(round).example", type: 1).exists)
        }
    }
}
