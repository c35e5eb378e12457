import Foundation
import Hummingbird
import MoatLogs
import NIOCore

/// `POST /v1/ingress/records`: takes the access and WAF records of ingress controllers into the log. A
/// batch is taken whole, or refused with what is wrong with its first bad line.
struct IngressRecordsAPI {
    let logs: LogWriter?

    func add(to router: RouterGroup<APIContext>) {
        router.post("ingress/records") { request, _ in
            _ = try APIQuery(request, allowed: [])
            guard let logs else { throw APIError(.unavailable, "this daemon keeps no log") }
            // One byte more is read, so that the batch itself says that it is too large.
            let body = try await request.body.collect(upTo: IngressRecords.maximumBytes + 1)
            let records: [LogRecord]
            do {
                records = try IngressRecords.records(Data(body.readableBytesView), now: Date())
            } catch {
                throw APIError(.badRequest, "none of the records was taken: \(error)")
            }
            logs.append(records)
            return try APIResponse.json(IngressRecordsReport(accepted: records.count))
        }
    }
}
