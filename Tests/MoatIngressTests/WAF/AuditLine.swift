import Foundation

/// A line of ModSecurity's audit log, as far as the tests look at it.
struct AuditLine: Decodable {
    struct Transaction: Decodable {
        var unique_id: String
        var request: Request
        var response: Response
        var messages: [Message]
    }

    struct Request: Decodable {
        var uri: String
    }

    struct Response: Decodable {
        var http_code: Int
    }

    struct Message: Decodable {
        var details: Details
    }

    struct Details: Decodable {
        var ruleId: String
    }

    var transaction: Transaction

    static func read(_ text: String) throws -> [AuditLine] {
        try text.split(separator: "\n").map { try JSONDecoder().decode(AuditLine.self, from: Data($0.utf8)) }
    }
}
