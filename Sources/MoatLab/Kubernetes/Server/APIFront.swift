import NIOCore
import NIOHTTP1
import Synchronization

/// What all connections of an API server share: who may come in, and what goes wrong on purpose.
final class APIFront: Sendable {
    private struct Content {
        var faults = APIFaults()
        var channels: [ObjectIdentifier: any Channel] = [:]
    }

    /// More connections than that are not taken.
    static let connectionLimit = 2048

    let service: APIService
    private let token: [UInt8]
    private let content = Mutex(Content())

    init(service: APIService, token: String) {
        self.service = service
        self.token = Array(token.utf8)
    }

    var faults: APIFaults {
        get { content.withLock { $0.faults } }
        set {
            let cut = content.withLock { content in
                content.faults = newValue
                return newValue.refusesConnections ? Array(content.channels.values) : []
            }
            for channel in cut { channel.close(promise: nil) }
        }
    }

    /// Whether a connection may stay.
    func admit(_ channel: any Channel) -> Bool {
        content.withLock { content in
            guard !content.faults.refusesConnections, content.channels.count < Self.connectionLimit else {
                return false
            }
            content.channels[ObjectIdentifier(channel)] = channel
            return true
        }
    }

    func leave(_ channel: any Channel) {
        content.withLock { $0.channels[ObjectIdentifier(channel)] = nil }
    }

    /// Ends every connection, watches in the middle of their streams among them.
    func cutConnections() {
        for channel in content.withLock({ Array($0.channels.values) }) { channel.close(promise: nil) }
    }

    /// - Parameters:
    ///   - request: nil where its target cannot be read
    ///   - isTooLarge: whether its body is, and was not kept
    /// - Returns: the document, or the watch, that is to be written
    func answer(to request: APIRequest?, isTooLarge: Bool) -> APIAnswer {
        guard let request else {
            return .document(APIDocument(.badRequest("the request's target cannot be read")))
        }
        guard isAuthorized(request) else { return .document(APIDocument(.unauthorized)) }
        guard !isTooLarge else {
            return .document(
                APIDocument(.tooLarge("Request entity too large: limit is \(APIConnection.bodyLimit)")))
        }
        let faults = faults
        if let status = faults.status {
            return .document(
                APIDocument(APIStatus(code: status, reason: "InternalError", message: "a fault of the lab's choice")))
        }
        if faults.expiresVersions, !request.flag("watch"), let version = Int64(request.query["resourceVersion"] ?? ""),
            version > 0, request.method == "GET"
        {
            return .document(APIDocument(.expired(version, oldest: version + 1)))
        }
        return service.answer(request)
    }

    /// Health is nobody's secret; all else needs the token.
    private func isAuthorized(_ request: APIRequest) -> Bool {
        ["healthz", "livez", "readyz"].contains(request.segments.first) || hasToken(request)
    }

    func hasToken(_ request: APIRequest) -> Bool {
        let parts = (request.headers["authorization"] ?? "").split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return false }
        let given = Array(parts[1].utf8)
        guard given.count == token.count else { return false }
        // All bytes are looked at, so that the time says nothing about the token.
        return zip(given, token).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
