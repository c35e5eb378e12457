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
                    "--report", report, "--keep",
                ], timeLimit: .seconds(120)
            ).run()
            #expect(result.status == 0, "\(result.error)\n\(result.output)")
            let rows = try JSONDecoder().decode([Row].self, from: try Data(contentsOf: URL(filePath: report)))
            #expect(rows.count == 38)
            for row in rows {
                #expect(row.ok, "\(row.step): expected \(row.expected), observed \(row.observed)")
                #expect(!row.sent.isEmpty && !row.expected.isEmpty && !row.observed.isEmpty)
            }
            // All but the one whose point is that there is none, questions about what was before, and
            // steps about kubectl and the fetching of a feed, which decide about no flow.
            #expect(
                rows.filter { $0.log.isEmpty }.map(\.step) == [
                    "In: kubectl gives the cluster's ingress its internal address",
                    "In: an Ingress leads by host and path, over HTTP and HTTPS",
                    "In: an SQL injection is stopped", "In: a controller is killed under load",
                    "In: who asked for what, asked in KQL",
                    "Without its route table the subnet has no way out",
                    "The same of Azure's older log: its texts taken apart", "Threats: a feed, fetched over https",
                    "Threats: who attacked and who was infected, asked in KQL",
                ])
            let answers = rows.map(\.answer).filter { !$0.isEmpty }
            #expect(answers.count == 8)
            #expect(answers.prefix(3).allSatisfy { $0.contains("10.0.4.4") })
            #expect(answers.dropFirst(3).prefix(2).allSatisfy { $0.contains("203.0.113.50") })
            #expect(answers.dropFirst(5).allSatisfy { $0.contains("192.0.2.66") })
            try askPublishedQueries(moat, lab)
            try lab.down()
            #expect(access(lab.directory.path, F_OK) != 0)
        }

        /// What people publish to ask of Azure Firewall's logs is answered from the demo's; a query
        /// that wants data from outside is refused by name, since nobody allowed it.
        private func askPublishedQueries(_ moat: String, _ lab: Lab) throws {
            let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .appending(path: "MoatKQLTests/PublicQueries")
            let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
                .filter { $0.hasSuffix(".kql") }.sorted()
            var answered = 0
            var withRows = 0
            for file in files {
                let path = folder.appending(path: file).path
                let result = try Command(
                    [moat, "query", "-f", path, "-o", "csv", "--socket", lab.directory.socket], timeLimit: .seconds(20)
                ).run()
                if try String(contentsOfFile: path, encoding: .utf8).contains("externaldata") {
                    #expect(result.status == 1 && result.error.contains("--query-data-"), "\(file): \(result.error)")
                } else {
                    #expect(result.status == 0, "\(file): \(result.error)")
                    answered += 1
                    if result.output.split(whereSeparator: \.isNewline).count > 1 { withRows += 1 }
                }
            }
            #expect(answered >= 60)
            #expect(withRows >= 30)
        }
    }
}
