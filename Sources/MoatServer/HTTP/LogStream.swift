import Foundation
import HTTPTypes
import Hummingbird
import MoatLogs
import NIOCore
import ServiceLifecycle

/// Sends log records, one JSON object a line; goes on with new ones where asked to.
struct LogStream: Sendable {
    private let logs: LogWriter
    private let tables: Set<LogTable>
    private let since: Date?
    private let limit: Int
    private let follow: Bool

    init(logs: LogWriter, request: Request) throws {
        let query = try APIQuery(request, allowed: ["table", "since", "limit", "follow"])
        self.logs = logs
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
        // The follower first: a record that is stored while the past is read comes twice
        // rather than never, and the second time it is left out.
        let new = follow ? logs.follow(tables: tables) : nil
        let past = limit == 0 ? [] : try logs.read(tables: tables, since: since, limit: limit)
        let body = ResponseBody { writer in
            if !past.isEmpty { try await writer.write(Self.text(past)) }
            if let new {
                try await request.body.consumeWithCancellationOnInboundClose { _ in
                    var sent = Set(past)
                    for await line in new.cancelOnGracefulShutdown() where sent.remove(line) == nil {
                        try await writer.write(Self.text([line]))
                    }
                }
            }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: [.contentType: "application/x-ndjson; charset=utf-8"], body: body)
    }

    private static func text(_ lines: [LogLine]) -> ByteBuffer {
        var buffer = ByteBuffer()
        for line in lines {
            buffer.writeBytes(line.json)
            buffer.writeInteger(UInt8(ascii: "\n"))
        }
        return buffer
    }
}
