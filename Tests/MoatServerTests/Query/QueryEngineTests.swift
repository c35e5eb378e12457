import Foundation
import MoatKQL
import MoatLogs
import Testing

@testable import MoatServer

@Suite struct QueryEngineTests {
    private static let counted = LogQueryResult(columns: ["Count"], rows: [[.integer(7)]])

    private func engine(
        _ store: RecordedStore, _ configuration: QueryConfiguration = QueryConfiguration()
    ) -> QueryEngine {
        QueryEngine(store: store, configuration: configuration)
    }

    private func refusal(_ body: () async throws -> QueryAnswer) async throws -> QueryError {
        do {
            let answer = try await body()
            throw Unrefused(answer: answer)
        } catch let error as QueryError {
            return error
        }
    }

    private struct Unrefused: Error {
        let answer: QueryAnswer
    }

    @Test func answersWithTypedColumns() async throws {
        let store = RecordedStore(.success(Self.counted))
        let answer = try await engine(store).answer(
            QueryRequest(query: "AZFWNetworkRule | count"), QueryPreferences())
        #expect(answer.columns == [KQLColumn(name: "Count", type: .long)])
        #expect(answer.rows == [[.integer(7)]])
        #expect(answer.rowLimit == nil)
        #expect(store.asked.count == 1)
        #expect(store.asked[0].contains("\"AZFWNetworkRule\""))
    }

    @Test func appliesTheTimespan() async throws {
        let store = RecordedStore(.success(Self.counted))
        let request = QueryRequest(query: "AZFWDnsQuery | count", timespan: "2026-11-24T08:00:00Z/PT1H")
        _ = try await engine(store).answer(request, QueryPreferences())
        #expect(store.asked[0].contains("2026-11-24 08:00:00"))
        #expect(store.asked[0].contains("2026-11-24 09:00:00"))
    }

    @Test(
        arguments: [
            ("AZFWNetworkRul | count", nil, "AZFWNetworkRule", 1, 0),
            ("AZFWNetworkRule\n| where Acton == 'Deny'", nil, "Action", 2, 8),
            ("AZFWNetworkRule | count", "yesterday", "timespan 'yesterday'", nil, nil),
        ] as [(String, String?, String, Int?, Int?)])
    func refuses(query: String, timespan: String?, message: String, line: Int?, position: Int?) async throws {
        let store = RecordedStore()
        let error = try await refusal {
            try await engine(store).answer(QueryRequest(query: query, timespan: timespan), QueryPreferences())
        }
        #expect(error.status == 400)
        #expect(error.code == "BadArgumentError")
        #expect(error.description.contains(message), "\(error)")
        #expect(error.levels.last?.line == line)
        #expect(error.levels.last?.position == position)
        #expect(store.asked.isEmpty)
    }

    @Test func saysWhenThereAreMoreRows() async throws {
        let store = RecordedStore(.success(LogQueryResult(columns: ["Count"], rows: [[.integer(1)], [.integer(2)]])))
        let answer = try await engine(store).answer(
            QueryRequest(query: "AZFWNetworkRule | count"), QueryPreferences(rows: 1))
        #expect(answer.rows == [[.integer(1)]])
        #expect(answer.rowLimit == 1)
    }

    @Test func stopsInTime() async throws {
        let store = RecordedStore(seconds: 5)
        let error = try await refusal {
            try await engine(store).answer(QueryRequest(query: "AZFWNetworkRule"), QueryPreferences(wait: 1))
        }
        #expect(error.status == 504)
        #expect(error.description.contains("longer than 1 s"))
    }

    @Test func namesTheMemoryThatItWouldNeed() async throws {
        let store = RecordedStore(.failure(LogQueryError(.outOfMemory, "")))
        let error = try await refusal {
            try await engine(store).answer(QueryRequest(query: "AZFWNetworkRule"), QueryPreferences())
        }
        #expect(error.description.contains("more memory than there is"))
    }

    @Test func runsAFewAtATimeAndTurnsAwayWhatIsTooMuch() async throws {
        let store = RecordedStore(.success(Self.counted), seconds: 0.3)
        let engine = engine(store, QueryConfiguration(concurrent: 2, waiting: 2))
        let statuses = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<6 {
                group.addTask {
                    do {
                        _ = try await engine.answer(
                            QueryRequest(query: "AZFWNetworkRule | count"), QueryPreferences())
                        return 200
                    } catch {
                        return (error as? QueryError)?.status ?? 0
                    }
                }
            }
            return await group.reduce(into: [Int]()) { $0.append($1) }
        }
        #expect(statuses.sorted() == [200, 200, 200, 200, 429, 429])
        #expect(store.mostRunning == 2)
        // What was turned away left no place taken.
        _ = try await engine.answer(QueryRequest(query: "AZFWNetworkRule | count"), QueryPreferences())
    }

    @Test func endsTheQueryOfATaskThatIsCancelled() async throws {
        let store = RecordedStore(seconds: 10)
        let engine = engine(store)
        let task = Task {
            try await engine.answer(QueryRequest(query: "AZFWNetworkRule | count"), QueryPreferences())
        }
        while store.asked.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        task.cancel()
        await #expect(throws: CancellationError.self) { _ = try await task.value }
        #expect(store.wasCancelled)
    }
}
