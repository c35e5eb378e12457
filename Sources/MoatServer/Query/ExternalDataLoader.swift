import AsyncHTTPClient
import Foundation
import MoatHTTPClient
import MoatKQL
import MoatLogs
import NIOCore
import NIOHTTP1

/// Fetches the tables of `externaldata`: CSV from files in allowed folders and from allowed
/// hosts, bounded in bytes, rows and time. What is not allowed is refused with the way to
/// allow it.
struct ExternalDataLoader: Sendable {
    let policy: ExternalDataPolicy

    /// - Throws: `QueryError`, `CancellationError`
    func load(_ tables: [KQLExternalTable], deadline: ContinuousClock.Instant) async throws -> [LogExternalTable] {
        var loaded: [LogExternalTable] = []
        for table in tables {
            guard table.format == "csv" else {
                throw QueryError.badArgument("externaldata reads csv; format '\(table.format)' is not supported")
            }
            let types = try ExternalColumns(table.columns)
            var rows: [[LogValue]] = []
            var bytesLeft = policy.bytes
            for location in table.locations {
                let bytes = try await fetch(location, limit: bytesLeft, deadline: deadline)
                bytesLeft -= bytes.count
                var reader = CSVReader(bytes)
                if table.ignoresFirstRecord { _ = reader.next() }
                while let record = reader.next() {
                    guard rows.count < policy.rows else {
                        throw QueryError.badArgument("externaldata: \(location) has more than \(policy.rows) rows")
                    }
                    rows.append(types.values(record))
                }
            }
            loaded.append(LogExternalTable(name: table.relation, columns: types.columns, rows: rows))
        }
        return loaded
    }

    private func fetch(_ location: String, limit: Int, deadline: ContinuousClock.Instant) async throws -> [UInt8] {
        if location.hasPrefix("/") { return try file(location, limit: limit) }
        guard let url = URL(string: location), let scheme = url.scheme?.lowercased() else {
            throw QueryError.badArgument("externaldata: '\(location)' is neither a path nor an address")
        }
        switch scheme {
        case "file": return try file(url.path, limit: limit)
        case "http", "https": return try await http(url, location, limit: limit, deadline: deadline)
        default:
            throw QueryError.badArgument(
                "externaldata: \(scheme) is not supported; write https://…, http://… or a path")
        }
    }

    private func file(_ path: String, limit: Int) throws -> [UInt8] {
        // What counts is where a symbolic link leads.
        let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
        let isAllowed = policy.folders.contains { folder in
            let folder = URL(fileURLWithPath: folder).resolvingSymlinksInPath().standardizedFileURL.path
            return target.hasPrefix(folder == "/" ? folder : folder + "/")
        }
        guard isAllowed else {
            let folder = (path as NSString).deletingLastPathComponent
            throw QueryError.badArgument(
                "externaldata may not read \(path); moat serve --query-data-folder \(folder) allows it")
        }
        let type = try? FileManager.default.attributesOfItem(atPath: target)[.type] as? FileAttributeType
        guard type == nil || type == .typeRegular else {
            throw QueryError.badArgument("externaldata cannot read \(path): it is not a file")
        }
        let descriptor = open(target, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
        guard descriptor >= 0 else {
            throw QueryError.badArgument("externaldata cannot read \(path): \(String(cString: strerror(errno)))")
        }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        guard let data = try? handle.read(upToCount: limit + 1) else { return [] }
        guard data.count <= limit else { throw tooLarge(path) }
        return Array(data)
    }

    private func http(
        _ url: URL, _ location: String, limit: Int, deadline: ContinuousClock.Instant
    ) async throws -> [UInt8] {
        let host = (url.host ?? "").lowercased()
        let named = url.port.map { "\(host):\($0)" } ?? host
        guard policy.hosts.contains(where: { $0.lowercased() == named }) else {
            throw QueryError.badArgument(
                "externaldata may not ask \(named); moat serve --query-data-host \(named) allows it")
        }
        let rest = min(policy.time, max(ContinuousClock.now.duration(to: deadline).inSeconds, 0.001))
        let bytes = try await withTimeLimit(.seconds(rest)) { try await body(of: location, limit: limit) }
        guard let bytes else {
            throw QueryError.badArgument(
                "externaldata: \(location) did not answer in full within \(String(format: "%.1f", rest)) s")
        }
        return bytes
    }

    private func body(of location: String, limit: Int) async throws -> [UInt8] {
        var configuration = HTTPClient.Configuration()
        // An allowed host must not lead to one that is not.
        configuration.redirectConfiguration = .disallow
        do {
            return try await HTTPClient.withHTTPClient(configuration: configuration) { client in
                // Who calls keeps the time: the client's own deadline ends with the head of the answer.
                let response = try await client.execute(HTTPClientRequest(url: location), deadline: .distantFuture)
                guard response.status.code == 200 else {
                    throw QueryError.badArgument(
                        "externaldata: \(location) answers with status \(response.status.code)")
                }
                guard let bytes = try await response.body.bytes(atMost: limit) else { throw tooLarge(location) }
                return bytes
            }
        } catch {
            if error is QueryError || error is CancellationError { throw error }
            throw QueryError.badArgument("externaldata cannot read \(location): \(error)")
        }
    }

    private func tooLarge(_ location: String) -> QueryError {
        .badArgument("externaldata: \(location) has more than \(policy.bytes >> 20) MiB")
    }
}
