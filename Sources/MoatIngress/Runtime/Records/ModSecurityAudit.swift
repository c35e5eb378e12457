import Foundation
import MoatLogs

/// What ModSecurity found in a request, as its audit log has it (`SecAuditLogFormat JSON`, libmodsecurity 3).
struct ModSecurityAudit: Decodable {
    struct Transaction: Decodable {
        /// That of the request's record, by `modsecurity_transaction_id`.
        var uniqueID: String
        var messages: [Message]?

        enum CodingKeys: String, CodingKey {
            case uniqueID = "unique_id"
            case messages
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
}

extension ModSecurityAudit.Message {
    /// One that matched in a request. Rules without a message only count or decide, and tell nothing.
    func record(of request: MoatIngressAccess) -> MoatWaf? {
        guard !message.isEmpty, let rule = UInt32(details.ruleId) else { return nil }
        let (place, value) = matched
        return MoatWaf(
            timeGenerated: request.timeGenerated, requestID: request.requestID, client: request.client,
            host: request.host, method: request.method, path: request.path, namespace: request.namespace,
            ingress: request.ingress, ruleID: rule, message: NginxAccessLine.cut(message), severity: severity,
            matchedPlace: NginxAccessLine.cut(place), matchedValue: NginxAccessLine.cut(value),
            action: request.status == 403 ? .blocked : .detected, paranoiaLevel: paranoiaLevel,
            instance: request.instance)
    }

    /// Rules of the CRS say `Matched Data: VALUE found within PLACE: …`; the place and the value may hold
    /// anything, so the first words count. Others say what matched in ModSecurity's own.
    private var matched: (place: String, value: String) {
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

    private var severity: MoatWaf.Severity {
        let names: [MoatWaf.Severity] = [.emergency, .alert, .critical, .error, .warning, .notice, .info, .debug]
        guard let number = details.severity.flatMap({ Int($0) }), names.indices.contains(number) else { return .none }
        return names[number]
    }

    private var paranoiaLevel: UInt8 {
        let begin = "paranoia-level/"
        return details.tags?.first { $0.hasPrefix(begin) }.flatMap { UInt8($0.dropFirst(begin.count)) } ?? 0
    }
}
