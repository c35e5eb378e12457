import Foundation
import MoatLogs
import MoatModel

/// What ModSecurity found in a request, as its audit log has it (`SecAuditLogFormat JSON`, libmodsecurity 3).
struct ModSecurityAudit: Decodable {
    struct Transaction: Decodable {
        /// `MODE-PARANOIA-N:NAMESPACE/INGRESS:REQUEST:HOST`, which the configuration sets.
        var uniqueID: String
        var clientIP: String
        var request: Request
        var response: Response?
        var messages: [Message]?

        enum CodingKeys: String, CodingKey {
            case uniqueID = "unique_id"
            case clientIP = "client_ip"
            case request, response, messages
        }
    }

    struct Request: Decodable {
        var method: String
        var uri: String
    }

    struct Response: Decodable {
        var status: Int?

        enum CodingKeys: String, CodingKey {
            case status = "http_code"
        }
    }

    struct Message: Decodable {
        var message: String
        var details: Details
    }

    struct Details: Decodable {
        var match: String?
        var ruleId: String
        var data: String?
        /// As a number, 0 the worst.
        var severity: String?
        var tags: [String]?
    }

    /// More rules than that are not told of one request.
    static let maximumMessages = 64

    var transaction: Transaction

    /// Rules without a message only count or decide, and tell nothing.
    func records(at time: LogTimestamp, instance: String) throws -> [MoatWaf] {
        let parts = transaction.uniqueID.split(separator: ":", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 4, let client = IPAddress(transaction.clientIP) else {
            throw NginxLogError("unique_id or client_ip is not of the expected form")
        }
        let name = parts[1].split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let isBlocked = parts[0].hasPrefix("block") && transaction.response?.status == 403
        return (transaction.messages ?? []).prefix(Self.maximumMessages).compactMap { message in
            guard !message.message.isEmpty, let rule = UInt32(message.details.ruleId) else { return nil }
            return MoatWaf(
                timeGenerated: time, requestID: NginxAccessLine.cut(String(parts[2])), client: client,
                host: NginxAccessLine.cut(parts[3].lowercased()),
                method: NginxAccessLine.cut(transaction.request.method),
                path: NginxAccessLine.cut(String(transaction.request.uri.prefix { $0 != "?" })),
                namespace: NginxAccessLine.cut(String(name.first ?? "")),
                ingress: NginxAccessLine.cut(name.count > 1 ? String(name[1]) : ""), ruleID: rule,
                message: NginxAccessLine.cut(message.message), severity: message.severity,
                matchedPlace: NginxAccessLine.cut(message.matched.place),
                matchedValue: NginxAccessLine.cut(message.matched.value), action: isBlocked ? .blocked : .detected,
                paranoiaLevel: message.paranoiaLevel, instance: NginxAccessLine.cut(instance))
        }
    }
}

extension ModSecurityAudit.Message {
    /// Rules of the CRS say `Matched Data: VALUE found within PLACE: …`; what a client sends may hold the same
    /// words. Others say what matched in ModSecurity's own.
    var matched: (place: String, value: String) {
        let data = details.data ?? ""
        let begin = "Matched Data: "
        let middle = " found within "
        if data.hasPrefix(begin), let range = data.range(of: middle) {
            let value = data[data.index(data.startIndex, offsetBy: begin.count)..<range.lowerBound]
            // Names of arguments hold colons too: `ARGS:id: 1`.
            let rest = data[range.upperBound...]
            let place = rest.range(of: ": ").map { rest[..<$0.lowerBound] } ?? rest
            return (String(place), String(value))
        }
        let match = details.match ?? ""
        guard let range = match.range(of: "against variable `"),
            let end = match[range.upperBound...].firstIndex(of: "'")
        else { return ("", data) }
        return (String(match[range.upperBound..<end]), data)
    }

    var severity: MoatWaf.Severity {
        let names: [MoatWaf.Severity] = [.emergency, .alert, .critical, .error, .warning, .notice, .info, .debug]
        guard let number = details.severity.flatMap({ Int($0) }), names.indices.contains(number) else { return .none }
        return names[number]
    }

    var paranoiaLevel: UInt8 {
        let begin = "paranoia-level/"
        return details.tags?.first { $0.hasPrefix(begin) }.flatMap { UInt8($0.dropFirst(begin.count)) } ?? 0
    }
}
