import Foundation
import MoatLab

extension DemoStory {
    /// What happened, asked of the log in KQL.
    static let questions: [DemoStep] = [
        DemoStep(
            title: "What happened? The story so far, asked in KQL",
            sent: "attacker: connect 198.51.100.10:3389; moat query '\(refusals)'",
            expected: "within 2 s the log knows the new refusal, beside those of the story"
        ) { scene in
            let start = Date()
            let outcome = try scene.talk(from: "attacker", to: "198.51.100.10", port: 3389)
            let record = try scene.record(since: start) { $0.isOf("192.0.2.66", to: "198.51.100.10", port: 3389) }
            guard let record else {
                return DemoObservation(observed: "\(text(outcome)); no record", log: "", ok: false)
            }
            let answer = try scene.ask(refusals, with: ["192.0.2.66", "198.51.100.10", "3389"], since: record.time)
            return DemoObservation(
                observed: "\(text(outcome)); \(answer.summary)", log: record.line, answer: answer.table,
                ok: outcome == .failure(.timedOut) && answer.isInTime)
        },
        DemoStep(
            title: "The same of Azure's older log: its texts taken apart",
            sent: "moat query '\(legacyRefusals)'",
            expected: "the same refusals, from msg_s of AzureDiagnostics, whose texts know IPv4 only"
        ) { scene in
            let answer = try scene.ask(
                legacyRefusals, with: ["192.0.2.66", "198.51.100.10", "3389"], since: Date())
            let structured = try scene.ask(refusals, with: [], since: Date())
            let known = structured.rows.filter { row in !row.contains { $0.contains(":") } }
            let isSame = answer.rows == known && !known.isEmpty
            return DemoObservation(
                observed: "\(answer.summary), \(isSame ? "the same" : "not the same") as of AZFWNetworkRule", log: "",
                answer: answer.table, ok: answer.isInTime && isSame)
        },
    ]

    private static let refusals = """
        AZFWNetworkRule | where Action == "Deny" | summarize Refused = count() by SourceIp, DestinationIp, \
        DestinationPort | sort by Refused desc, SourceIp asc, DestinationIp asc, DestinationPort asc
        """

    private static let legacyRefusals = """
        AzureDiagnostics | where Category == "AzureFirewallNetworkRule" | parse msg_s with * " request from " \
        SourceIp ":" SourcePort:int " to " DestinationIp ":" DestinationPort:int ". Action: " Action | where Action \
        startswith "Deny" | summarize Refused = count() by SourceIp, DestinationIp, DestinationPort | sort by Refused \
        desc, SourceIp asc, DestinationIp asc, DestinationPort asc
        """
}
