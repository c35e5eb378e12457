import Foundation
import MoatKQL
import MoatLogs

/// Answers questions in KQL: translates them, loads what they name from outside, and runs them
/// beside the writer within limits.
struct QueryEngine: Sendable {
    private let store: any LogQuerying
    private let translator: KQLTranslator
    private let configuration: QueryConfiguration
    private let loader: ExternalDataLoader
    private let gate: QueryGate
    private let now: @Sendable () -> Date

    init(
        store: any LogQuerying, translator: KQLTranslator = KQLTranslator(catalog: .logs),
        configuration: QueryConfiguration = QueryConfiguration(),
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.store = store
        self.translator = translator
        self.configuration = configuration
        self.loader = ExternalDataLoader(policy: configuration.externalData)
        self.gate = QueryGate(capacity: configuration.concurrent, maximumWaiting: configuration.waiting)
        self.now = now
        _ = Self.preparation
    }

    /// What all translations share is made by the first of a process, which takes milliseconds: here,
    /// beside whatever else starts, so that the first question does not wait for it.
    private static let preparation = Task.detached(priority: .utility) {
        _ = try? KQLTranslator(catalog: .logs).translate(
            "AZFWNetworkRule | where Action has 'Deny' | summarize n = count() by strlen(SourceIp) | sort by n desc",
            now: Date(timeIntervalSince1970: 0))
    }

    var responseBytes: Int { configuration.responseBytes }

    /// Answers within the time and rows of the preferences. Cancelling the task ends the query.
    ///
    /// - Throws: `QueryError`, `CancellationError`
    func answer(_ request: QueryRequest, _ preferences: QueryPreferences) async throws -> QueryAnswer {
        let start = ContinuousClock.now
        let deadline = start.advanced(by: .seconds(preferences.wait))
        var timespan: ClosedRange<Date>?
        let moment = now()
        if let text = request.timespan, !text.isEmpty {
            timespan = QueryTimespan.range(text, now: moment)
            guard timespan != nil else {
                throw QueryError.badArgument(
                    "timespan '\(text.prefix(100))' is not one of ISO 8601; write PT12H, P1D or 2026-11-24T00:00:00Z/2026-11-25T00:00:00Z"
                )
            }
        }
        guard await gate.enter(within: .seconds(preferences.wait)) else {
            try Task.checkCancellation()
            throw ContinuousClock.now < deadline
                ? QueryError.throttled(running: gate.capacity) : QueryError.timedOut(after: preferences.wait)
        }
        do {
            var answer = try await run(request.query, moment, timespan, preferences, deadline)
            await gate.leave()
            answer.seconds = start.duration(to: .now).inSeconds
            return answer
        } catch {
            await gate.leave()
            throw error
        }
    }

    private func run(
        _ text: String, _ moment: Date, _ timespan: ClosedRange<Date>?, _ preferences: QueryPreferences,
        _ deadline: ContinuousClock.Instant
    ) async throws -> QueryAnswer {
        var answers: [KQLColumnProbe.Answer] = []
        while true {
            let translation: KQLTranslation
            do {
                translation = try translator.translate(text, now: moment, timespan: timespan, answers: answers)
            } catch {
                throw QueryError(error)
            }
            let external = translation.probe?.externalTables ?? translation.externalTables
            let tables = try await loader.load(external, deadline: deadline)
            guard let probe = translation.probe else {
                let result = try await query(translation.sql, tables, rows: preferences.rows, preferences, deadline)
                return QueryAnswer(
                    columns: translation.columns, rows: result.rows,
                    rowLimit: result.isTruncated ? preferences.rows : nil, render: translation.render, seconds: 0)
            }
            // Each round answers one more question; a query has only so many that ask.
            guard answers.count < Self.maximumProbes else {
                throw QueryError.badArgument(
                    "the query asks more than \(Self.maximumProbes) times for columns that only the data knows (bag_unpack, pivot)"
                )
            }
            let result = try await query(probe.sql, tables, rows: probe.limit, preferences, deadline)
            guard !result.isTruncated else {
                throw QueryError.badArgument(
                    "bag_unpack or pivot would give more than \(probe.limit) columns; narrow its input first")
            }
            answers.append(KQLColumnProbe.Answer(sql: probe.sql, columns: Self.columns(result)))
        }
    }

    private static let maximumProbes = 16

    private static func columns(_ result: LogQueryResult) -> [KQLColumn] {
        result.rows.compactMap { row in
            guard row.count >= 2, case .string(let name) = row[0], case .string(let typeName) = row[1],
                let type = KQLType(kustoName: typeName)
            else { return nil }
            return KQLColumn(name: name, type: type)
        }
    }

    /// Runs on a thread of its own, since a store blocks; the gate bounds how many there are.
    private func query(
        _ sql: String, _ tables: [LogExternalTable], rows: Int, _ preferences: QueryPreferences,
        _ deadline: ContinuousClock.Instant
    ) async throws -> LogQueryResult {
        try Task.checkCancellation()
        let rest = ContinuousClock.now.duration(to: deadline).inSeconds
        guard rest > 0 else { throw QueryError.timedOut(after: preferences.wait) }
        let cancellation = LogQueryCancellation()
        let limits = LogQueryLimits(
            time: rest, rows: rows, cancellation: cancellation)
        do {
            return try await withTaskCancellationHandler {
                try await withCheckedThrowingContinuation { continuation in
                    let thread = Thread { [store] in
                        continuation.resume(with: Result { try store.query(sql, limits: limits, tables: tables) })
                    }
                    thread.name = "moat-query"
                    thread.start()
                }
            } onCancel: {
                cancellation.cancel()
            }
        } catch let error as LogQueryError {
            switch error.code {
            case .cancelled: throw CancellationError()
            case .timedOut: throw QueryError.timedOut(after: preferences.wait)
            case .outOfMemory, .failed: throw QueryError(error)
            }
        }
    }
}
