import Foundation
import MoatServer

/// One log record, for people: when, what was decided, about what, by which rule.
struct LogLineText {
    let line: Data
    var style: Style = .plain
    var timeZone = TimeZone.current

    /// Nil for a line that holds nothing.
    func text(_ format: OutputFormat) -> String? {
        guard !line.isEmpty else { return nil }
        let raw = String(decoding: line, as: UTF8.self)
        guard format == .table, let record = try? JSONDecoder().decode(Record.self, from: line) else { return raw }
        return text(record)
    }

    private func text(_ record: Record) -> String {
        if let notice = record.notice { return style(notice, .yellow) }
        let time = record.timeGenerated.flatMap(APICoding.time).map { clock($0) } ?? record.timeGenerated ?? ""
        let (word, isBad, what) = content(record)
        let text =
            "\(time)  \(style(word.padding(toLength: 5, withPad: " ", startingAt: 0), isBad ? .red : .green))  \(what)"
        let path = [record.policy, record.group, record.collection, record.rule].compactMap { $0 }.filter {
            !$0.isEmpty
        }
        let threat = record.threatDescription.map { "threat: \($0)" }
        let reason = threat ?? record.actionReason ?? record.error ?? record.errorMessage ?? ""
        let why = [path.joined(separator: "/"), reason].filter { !$0.isEmpty }.joined(separator: "  ")
        return why.isEmpty ? text : text + "  " + style(why, .dim)
    }

    /// What happened in a word, whether it is bad, and to what.
    private func content(_ record: Record) -> (word: String, isBad: Bool, what: String) {
        if record.requestId != nil { return request(record) }
        if let name = record.queryName {
            let code = record.responseCode ?? ""
            let milliseconds = (record.duration ?? 0) * 1000
            let answer = code.isEmpty ? "no answer" : code
            return (
                "DNS", code != "NOERROR" && code != "NXDOMAIN",
                "\(endpoint(record.sourceIp, record.sourcePort)) \(record.queryType ?? "?") \(name)  \(answer), \(String(format: "%.1f", milliseconds)) ms"
            )
        }
        if record.error != nil { return ("Fail", true, "\(record.fqdn ?? "?") cannot be resolved") }
        var action = record.action ?? "DNAT"
        if record.closeReason != nil { action = "End" }
        if record.flowRate != nil { action = "Fat" }
        var text = "\(endpoint(record.sourceIp, record.sourcePort)) -> "
        if let url = record.targetUrl, !url.isEmpty {
            text += "http://\(url)"
        } else {
            let name = record.fqdn.map { $0.isEmpty ? "(no name)" : $0 }
            let address = record.destinationIp.flatMap { $0.isEmpty ? nil : $0 }
            text += endpoint(address ?? name, record.destinationPort)
            text += "/\((record.protocol ?? "?").lowercased())"
        }
        if let address = record.translatedIp, !address.isEmpty {
            text += " => \(endpoint(address, record.translatedPort))"
        }
        if let name = record.fqdn, !name.isEmpty, record.closeReason != nil { text += " \(name)" }
        if let flag = record.flag { text += " \(flag)" }
        if let rate = record.flowRate { text += " \(String(format: "%.1f", rate)) Mbit/s" }
        if let count = record.count { text += " \(count) times" }
        if let reason = record.closeReason {
            text += " \(Humanized.bytes((record.bytesSent ?? 0) &+ (record.bytesReceived ?? 0))), \(reason)"
        }
        return (action, action == "Deny" || action == "Alert", text)
    }

    /// A request that the ingress controller answered, or what its firewall found in one.
    private func request(_ record: Record) -> (word: String, isBad: Bool, what: String) {
        let asked = "\(record.method ?? "?") \(record.host ?? "")\(record.path ?? "")"
        let ingress = [record.namespace, record.ingress].compactMap { $0 }.filter { !$0.isEmpty }
        let owner = ingress.isEmpty ? "" : "  \(ingress.joined(separator: "/"))"
        if let rule = record.ruleId {
            let what = "\(record.clientIp ?? "?") \(asked)  rule \(rule): \(record.message ?? "")\(owner)"
            return ("WAF", record.action == "Blocked", what)
        }
        let milliseconds = (record.requestDuration ?? 0) * 1000
        let endpoint = record.endpoint.flatMap { $0.isEmpty ? nil : " => \($0)" } ?? ""
        let status = record.status ?? 0
        return (
            "HTTP", status >= 500 || status == 0,
            "\(self.endpoint(record.clientIp, record.clientPort)) \(asked)\(endpoint)  \(status), \(String(format: "%.1f", milliseconds)) ms\(owner)"
        )
    }

    private func clock(_ date: Date) -> String {
        let milliseconds = Int((date.timeIntervalSince1970 * 1000).rounded(.down)) % 1000
        return Humanized.time(date, in: timeZone).dropFirst(11) + String(format: ".%03d", milliseconds)
    }

    private func endpoint(_ address: String?, _ port: Int?) -> String {
        let address = address ?? "?"
        guard let port, port != 0 else { return address }
        return address.contains(":") ? "[\(address)]:\(port)" : "\(address):\(port)"
    }

    private struct Record: Decodable {
        var timeGenerated: String?
        var `protocol`: String?
        var sourceIp: String?
        var sourcePort: Int?
        var destinationIp: String?
        /// Of requests that application rules judge, which have no address.
        var fqdn: String?
        var destinationPort: Int?
        var translatedIp: String?
        var translatedPort: Int?
        var action: String?
        var policy: String?
        var group: String?
        var collection: String?
        var rule: String?
        var actionReason: String?
        var targetUrl: String?
        var queryName: String?
        var queryType: String?
        var responseCode: String?
        /// In seconds.
        var duration: Double?
        var errorMessage: String?
        var error: String?
        var threatDescription: String?
        var flag: String?
        /// In megabits a second.
        var flowRate: Double?
        var closeReason: String?
        var bytesSent: UInt64?
        var bytesReceived: UInt64?
        var networkRuleCount: Int?
        var applicationRuleCount: Int?
        var natRuleCount: Int?
        var requestId: String?
        var clientIp: String?
        var clientPort: Int?
        var method: String?
        var host: String?
        var path: String?
        var status: Int?
        /// In seconds.
        var requestDuration: Double?
        var namespace: String?
        var ingress: String?
        var endpoint: String?
        var ruleId: Int?
        var message: String?
        var notice: String?

        /// Decisions of a minute.
        var count: Int? { networkRuleCount ?? applicationRuleCount ?? natRuleCount }

        enum CodingKeys: String, CodingKey {
            case timeGenerated = "TimeGenerated"
            case `protocol` = "Protocol"
            case sourceIp = "SourceIp"
            case sourcePort = "SourcePort"
            case destinationIp = "DestinationIp"
            case fqdn = "Fqdn"
            case destinationPort = "DestinationPort"
            case translatedIp = "TranslatedIp"
            case translatedPort = "TranslatedPort"
            case action = "Action"
            case policy = "Policy"
            case group = "RuleCollectionGroup"
            case collection = "RuleCollection"
            case rule = "Rule"
            case actionReason = "ActionReason"
            case targetUrl = "TargetUrl"
            case queryName = "QueryName"
            case queryType = "QueryType"
            case responseCode = "ResponseCode"
            case duration = "RequestDurationSecs"
            case errorMessage = "ErrorMessage"
            case error = "Error"
            case threatDescription = "ThreatDescription"
            case flag = "Flag"
            case flowRate = "FlowRate"
            case closeReason = "CloseReason"
            case bytesSent = "BytesSent"
            case bytesReceived = "BytesReceived"
            case networkRuleCount = "NetworkRuleCount"
            case applicationRuleCount = "ApplicationRuleCount"
            case natRuleCount = "NatRuleCount"
            case requestId = "RequestId"
            case clientIp = "ClientIp"
            case clientPort = "ClientPort"
            case method = "Method"
            case host = "Host"
            case path = "Path"
            case status = "Status"
            case requestDuration = "DurationSecs"
            case namespace = "Namespace"
            case ingress = "Ingress"
            case endpoint = "Endpoint"
            case ruleId = "RuleId"
            case message = "Message"
            case notice
        }
    }
}
