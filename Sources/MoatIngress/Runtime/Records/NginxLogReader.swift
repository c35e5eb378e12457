import Foundation
public import MoatLogs
import Synchronization

/// Reads what nginx logs: requests, and what ModSecurity found in them. The two come apart, in either order;
/// a finding becomes a record with its request, which knows the Ingress and the answer.
public final class NginxLogReader: Sendable {
    private struct State {
        /// Findings whose request has not come, by its number, the oldest first.
        var findings: [String: [ModSecurityAudit.Message]] = [:]
        var order: [String] = []
        /// Requests of late that findings may come for.
        var requests: [String: MoatIngressAccess] = [:]
        var recent: [String] = []
        var lost: UInt64 = 0
    }

    private struct Kind: Decodable {
        var transaction: ModSecurityAudit.Transaction?
    }

    /// How many requests wait for findings, and findings for requests.
    static let capacity = 4096

    private let instance: String
    private let state = Mutex(State())

    /// `instance` says which of several controllers this is.
    public init(instance: String) {
        self.instance = instance
    }

    /// Findings whose request never came.
    public var lost: UInt64 { state.withLock { $0.lost } }

    /// The records of a datagram: JSON, behind what a syslog puts before it (RFC 3164).
    ///
    /// - Throws: where it is none
    public func read(_ datagram: [UInt8]) throws -> [LogRecord] {
        guard let begin = datagram.firstIndex(of: UInt8(ascii: "{")) else {
            throw NginxLogError("it has no JSON object")
        }
        // What clients send need not be UTF-8.
        let json = Data(String(decoding: datagram[begin...], as: UTF8.self).utf8)
        let decoder = JSONDecoder()
        if let transaction = try decoder.decode(Kind.self, from: json).transaction {
            return take(transaction)
        }
        let request = try decoder.decode(NginxAccessLine.self, from: json).record(instance: instance)
        return [.ingressAccess(request)] + take(request)
    }

    private func take(_ request: MoatIngressAccess) -> [LogRecord] {
        state.withLock { state in
            if let messages = state.findings.removeValue(forKey: request.requestID) {
                return Self.records(messages, request)
            }
            if state.recent.count >= Self.capacity {
                for id in state.recent.prefix(Self.capacity / 2) { state.requests[id] = nil }
                state.recent.removeFirst(Self.capacity / 2)
            }
            state.requests[request.requestID] = request
            state.recent.append(request.requestID)
            return []
        }
    }

    private func take(_ transaction: ModSecurityAudit.Transaction) -> [LogRecord] {
        let messages = Array((transaction.messages ?? []).prefix(ModSecurityAudit.maximumMessages))
        guard !messages.isEmpty else { return [] }
        return state.withLock { state in
            if let request = state.requests[transaction.uniqueID] { return Self.records(messages, request) }
            if state.order.count >= Self.capacity {
                for id in state.order.prefix(Self.capacity / 2) {
                    state.lost += UInt64(state.findings.removeValue(forKey: id)?.count ?? 0)
                }
                state.order.removeFirst(Self.capacity / 2)
            }
            state.findings[transaction.uniqueID] = messages
            state.order.append(transaction.uniqueID)
            return []
        }
    }

    private static func records(_ messages: [ModSecurityAudit.Message], _ request: MoatIngressAccess) -> [LogRecord] {
        messages.compactMap { $0.record(of: request).map { .waf($0) } }
    }
}
