import Foundation
import MoatKQL
import MoatLogs
import Testing

@testable import MoatServer

@Suite struct ExternalDataLoaderTests {
    private static let columns = [
        KQLColumn(name: "Address", type: .string), KQLColumn(name: "Score", type: .long),
        KQLColumn(name: "Seen", type: .datetime),
    ]

    private func load(
        _ location: String, _ policy: ExternalDataPolicy, properties: [String: String] = [:]
    ) async throws -> LogExternalTable? {
        let table = KQLExternalTable(
            relation: "external_1", columns: Self.columns, locations: [location], properties: properties)
        return try await ExternalDataLoader(policy: policy).load(
            [table], deadline: ContinuousClock.now.advanced(by: .seconds(5))
        ).first
    }

    private func refusal(
        _ location: String, _ policy: ExternalDataPolicy, properties: [String: String] = [:]
    ) async -> String {
        do {
            return "not refused: \(String(describing: try await load(location, policy, properties: properties)))"
        } catch {
            return "\(error)"
        }
    }

    @Test func readsAFileOfAnAllowedFolder() async throws {
        let directory = try TemporaryDirectory()
        let file = directory.file("iocs.csv")
        try Data("Address,Score,Seen\r\n\"203.0.113.9\",12,2026-11-24T08:00:00.5Z\r\n\"a \"\"b\"\", c\",x\n".utf8)
            .write(to: URL(fileURLWithPath: file))
        let policy = ExternalDataPolicy(folders: [(file as NSString).deletingLastPathComponent])
        let table = try await load(file, policy, properties: ["ignoreFirstRecord": "true"])
        #expect(
            table?.rows == [
                [.string("203.0.113.9"), .integer(12), .datetime(1_795_507_200_500_000)],
                [.string("a \"b\", c"), .null, .null],
            ])
        #expect(table?.name == "external_1")
        #expect(table?.columns.map(\.kind) == [.string, .long, .datetime])
    }

    @Test func refusesWhatIsNotAllowed() async throws {
        let directory = try TemporaryDirectory()
        let file = directory.file("secret.csv")
        try Data("a\n".utf8).write(to: URL(fileURLWithPath: file))
        let allowed = directory.file("allowed")
        try FileManager.default.createDirectory(atPath: allowed, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: allowed + "/link.csv", withDestinationPath: file)
        let policy = ExternalDataPolicy(folders: [allowed], hosts: ["example.com"])
        for path in [file, allowed + "/link.csv", allowed + "/../secret.csv", "file://\(file)"] {
            #expect(await refusal(path, policy).contains("--query-data-folder"))
        }
        #expect(
            await refusal("https://localhost/a.csv", policy)
                == "externaldata may not ask localhost; moat serve --query-data-host localhost allows it")
        #expect(await refusal("https://example.com:8443/a.csv", policy).contains("may not ask example.com:8443"))
        #expect(await refusal("ftp://example.com/a.csv", policy).contains("ftp is not supported"))
        #expect(await refusal(allowed, ExternalDataPolicy(folders: ["/"])).contains("it is not a file"))
        #expect(
            await refusal(file, policy, properties: ["format": "parquet"]).contains("format 'parquet' is not supported")
        )
    }

    @Test func boundsBytesAndRows() async throws {
        let directory = try TemporaryDirectory()
        let file = directory.file("many.csv")
        try Data(String(repeating: "a,1\n", count: 100).utf8).write(to: URL(fileURLWithPath: file))
        #expect(
            await refusal(file, ExternalDataPolicy(folders: ["/"], rows: 99)).contains("has more than 99 rows"))
        #expect(await refusal(file, ExternalDataPolicy(folders: ["/"], bytes: 399)).contains("has more than"))
        #expect(try await load(file, ExternalDataPolicy(folders: ["/"], bytes: 400, rows: 100))?.rows.count == 100)
    }
}
