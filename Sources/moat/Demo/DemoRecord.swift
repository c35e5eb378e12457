import Foundation

/// A record of the log, with the columns that the story asks for.
struct DemoRecord {
    let line: String
    let time: Date
    private let columns: [String: Any]

    init?(line: String) {
        guard let columns = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
            let text = columns["TimeGenerated"] as? String
        else { return nil }
        let formatter = ISO8601DateFormatter()
        formatter.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
        guard let time = formatter.date(from: text) else { return nil }
        self.line = line
        self.time = time
        self.columns = columns
    }

    var data: Data { Data(line.utf8) }

    subscript(_ column: String) -> String {
        switch columns[column] {
        case let text as String: text
        case let number as NSNumber: number.stringValue
        default: ""
        }
    }

    /// `group/collection/rule`, or `default`.
    var rule: String {
        self["Rule"].isEmpty
            ? "default" : "\(self["RuleCollectionGroup"])/\(self["RuleCollection"])/\(self["Rule"])"
    }

    /// Whether it is of threat intelligence, with that source and that value in a column.
    func isThreat(from source: String, _ column: String, _ value: String) -> Bool {
        self["Type"] == "AZFWThreatIntel" && self["SourceIp"] == source && self[column] == value
    }

    /// Whether it is a decision about that flow.
    func isOf(_ source: String, to destination: String, port: UInt16) -> Bool {
        ["AZFWNetworkRule", "AZFWNatRule"].contains(self["Type"]) && self["SourceIp"] == source
            && self["DestinationIp"] == destination && self["DestinationPort"] == "\(port)"
    }

    /// Whether it is of a request that an application rule judged.
    func isRequest(from source: String, for name: String, port: UInt16) -> Bool {
        self["Type"] == "AZFWApplicationRule" && self["SourceIp"] == source && self["Fqdn"] == name
            && self["DestinationPort"] == "\(port)"
    }
}
