import Foundation
import HTTPTypes
import Hummingbird
import MoatLogs
import NIOCore
import ServiceLifecycle

/// Sends log records, one JSON object a line; goes on with new ones where asked to.
struct LogStream: Sendable {
    /// How often a follower looks for new records.
    private static let interval = Duration.milliseconds(200)
    /// Records that are read at once while following.
    private static let batch = 10_000
    /// Records reach the store a little out of order; a follower looks back this far.
    private static let overlap: TimeInterval = 3

    private let store: any LogStore
    private let tables: Set<LogTable>
    private let since: Date?
    private let limit: Int
    private let follow: Bool

    init(store: any LogStore, request: Request) throws {
        let query = try APIQuery(request, allowed: ["table", "since", "limit", "follow"])
        self.store = store
        self.tables = try Self.tables(query.string("table"))
        self.since = try query.seconds("since", in: 0...315_360_000).map { Date(timeIntervalSinceNow: -$0) }
        self.limit = try query.integer("limit", in: 0...100_000) ?? 1000
        self.follow = try query.flag("follow")
    }

    private static func tables(_ text: String?) throws -> Set<LogTable> {
        guard let text else { return Set(LogTable.allCases) }
        return Set(
            try text.split(separator: ",").map { name in
                guard let table = LogTable(rawValue: String(name)) else {
                    let known = LogTable.allCases.map(\.rawValue).joined(separator: ", ")
                    throw APIError(.badRequest, "there is no log table '\(name)'; the tables are \(known)")
                }
                return table
            })
    }

    func response(to request: Request) throws -> Response {
        // Reading first: what cannot be read is an error, not an empty stream. And the
        // recent records before the past ones, so that none falls between the two.
        let start = Date()
        let recent =
            follow ? try store.read(tables: tables, since: start - Self.overlap, limit: Self.batch) : []
        let past = limit == 0 ? [] : try store.read(tables: tables, since: since, limit: limit)
        let body = ResponseBody { writer in
            if !past.isEmpty { try await writer.write(Self.text(past)) }
            if follow {
                try await request.body.consumeWithCancellationOnInboundClose { _ in
                    try await send(since: start, except: Set(past).union(recent), to: &writer)
                }
            }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: [.contentType: "application/x-ndjson; charset=utf-8"], body: body)
    }

    /// Ends when the daemon shuts down; is cancelled when the client goes away.
    private func send(
        since start: Date, except known: Set<LogLine>, to writer: inout any ResponseBodyWriter
    ) async throws {
        var newest = start
        var sent = known
        while !Task.isCancelled, !Task.isShuttingDownGracefully {
            try await Task.sleep(for: Self.interval)
            let recent = try store.read(tables: tables, since: newest - Self.overlap, limit: Self.batch)
            let new = recent.filter { !sent.contains($0) }
            if recent.count == Self.batch, new.count == Self.batch {
                try await writer.write(ByteBuffer(string: Self.overrun))
            }
            if !new.isEmpty { try await writer.write(Self.text(new)) }
            newest = max(newest, recent.last?.time ?? newest)
            sent = Set(recent)
        }
    }

    private static let overrun =
        #"{"notice":"records came faster than they can be followed; some are only in the log"}"# + "\n"

    private static func text(_ lines: [LogLine]) -> ByteBuffer {
        var buffer = ByteBuffer()
        for line in lines {
            buffer.writeBytes(line.json)
            buffer.writeInteger(UInt8(ascii: "\n"))
        }
        return buffer
    }
}
