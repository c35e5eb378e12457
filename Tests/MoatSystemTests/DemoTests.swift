import Foundation
import Testing

@testable import MoatLab

extension SystemTests {
    @Suite struct DemoTests {
        private struct Row: Decodable {
            var step: String
            var sent: String
            var expected: String
            var observed: String
            var log: String
            var answer: String
            var ok: Bool
        }

        @Test func everyStepHappensAsExpected() throws {
            let moat = try #require(SystemLab.moat)
            let lab = Lab(name: SystemLab.uniqueName())
            let report = NSTemporaryDirectory() + "moat-demo-\(UUID().uuidString).json"
            defer {
                _ = try? lab.down()
                try? FileManager.default.removeItem(atPath: report)
            }
            let result = try Command(
                [
                    moat, "lab", "demo", SystemLab.example.appending(path: "lab.yaml").path, "--name", lab.name,
                    "--report", report,
                ], timeLimit: .seconds(120)
            ).run()
            #expect(result.status == 0, "\(result.error)\n\(result.output)")
            let rows = try JSONDecoder().decode([Row].self, from: try Data(contentsOf: URL(filePath: report)))
            #expect(rows.count == 28)
            for row in rows {
                #expect(row.ok, "\(row.step): expected \(row.expected), observed \(row.observed)")
                #expect(!row.sent.isEmpty && !row.expected.isEmpty && !row.observed.isEmpty)
            }
            // All but the one whose point is that there is none, and a question about what was before.
            #expect(
                rows.filter { $0.log.isEmpty }.map(\.step) == [
                    "Without its route table the subnet has no way out",
                    "The same of Azure's older log: its texts taken apart",
                ])
            #expect(rows.suffix(2).allSatisfy { $0.answer.contains("192.0.2.66") })
            #expect(access(lab.directory.path, F_OK) != 0)
        }
    }
}
