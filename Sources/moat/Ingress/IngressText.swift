import Foundation
import MoatIngress
import MoatKubernetes

/// An ingress controller for people: who leads and how nginx does, a line for each path, and below what is
/// wrong.
struct IngressText {
    let report: IngressReport
    var style: Style = .plain

    var text: String {
        TableRenderer(
            columns: [
                .left("ingress"), .left("host"), .left("path"), .left("type"), .left("backend"),
                .right("endpoints"), .left("address"),
            ], style: style
        ).page(
            head, report.ingresses.flatMap(rows),
            otherwise: "no Ingress is served; all requests are answered with 404", notes: notes)
    }

    private var head: String {
        let lead =
            switch report.leader {
            case "leading": "leading"
            case "unknown": "nobody is known to lead"
            default: "\(report.leader) leads"
            }
        let nginx = report.nginx
        guard nginx.isRunning else { return "\(lead), nginx does not run" }
        let seconds = nginx.lastReloadSeconds.map { String(format: ", the last in %.1f s", $0) } ?? ""
        return "\(lead), nginx serves generation \(nginx.generation), \(nginx.reloads) reloads\(seconds)"
    }

    private func rows(_ row: IngressReport.IngressRow) -> [[TableRenderer.Cell]] {
        let addresses = TableRenderer.Cell(row.addresses.joined(separator: ","))
        guard !row.rules.isEmpty else {
            return [[.init(row.ingress)] + Array(repeating: .init(""), count: 5) + [addresses]]
        }
        return row.rules.map { rule in
            [
                .init(row.ingress), .init(rule.host.isEmpty ? "*" : rule.host), .init(rule.path ?? "(default)"),
                .init(rule.pathType ?? ""), .init(rule.backend),
                .init("\(rule.endpoints)", rule.endpoints == 0 ? .red : .green), addresses,
            ]
        }
    }

    private var notes: [String] {
        var notes = report.problems.map { problem in
            let object = [problem.object.namespace, problem.object.name].compactMap { $0 }.joined(separator: "/")
            return style("\(problem.object.kind ?? "") \(object): \(problem.message)", .yellow)
        }
        if !report.isComplete {
            notes.append(style("the cluster was not listed yet; nginx waits for that", .yellow))
        }
        for watch in report.watches {
            if let error = watch.lastError { notes.append(style("\(watch.kind): \(error)", .yellow)) }
        }
        let records = report.records
        let lost = records.lost + records.unreadable + (records.sending?.dropped ?? 0) + (records.sending?.refused ?? 0)
        if lost > 0 { notes.append(style("\(lost) log records are lost", .yellow)) }
        if let error = records.sending?.lastError { notes.append(style("log records: \(error)", .yellow)) }
        if report.nginx.deaths > 0 {
            notes.append(style("nginx ended by itself \(report.nginx.deaths) times, and was started again", .yellow))
        }
        if let error = report.nginx.lastError { notes.append(style("not in force: \(error)", .red)) }
        return notes
    }
}
