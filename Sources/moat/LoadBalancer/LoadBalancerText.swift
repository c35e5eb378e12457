import Foundation
import MoatKubernetes

/// A load balancer for people: who leads, a line for each backend, and below what is wrong.
struct LoadBalancerText {
    let report: LoadBalancerReport
    let now: Date
    var style: Style = .plain

    var text: String {
        TableRenderer(
            columns: [
                .left("service"), .left("frontend"), .left("affinity"), .left("backend"), .left("state"),
                .right("since"), .left("probe"),
            ], style: style
        ).page(
            head, report.services.flatMap(rows), otherwise: "no Service of type LoadBalancer is served", notes: notes)
    }

    private var head: String {
        let lead =
            switch report.leader {
            case "leading": "leading"
            case "unknown": "nobody is known to lead"
            default: "standing by; \(report.leader) leads"
            }
        return "\(lead), backends are \(report.targetMode == "pods" ? "pods" : "ports of nodes")"
    }

    private func rows(_ service: LoadBalancerReport.ServiceReport) -> [[TableRenderer.Cell]] {
        let address = service.address ?? "none"
        func row(_ frontend: String, _ rest: [TableRenderer.Cell]) -> [TableRenderer.Cell] {
            let empty = Array(repeating: TableRenderer.Cell(""), count: 4 - rest.count)
            return [.init(service.service), .init(frontend), .init(service.affinity)] + rest + empty
        }
        guard !service.ports.isEmpty else { return [row(address, [])] }
        return service.ports.flatMap { port -> [[TableRenderer.Cell]] in
            let frontend = "\(address):\(port.port)/\(port.protocol.lowercased())"
            guard !port.backends.isEmpty else {
                return [row(frontend, [.init("none", .red), .init("refused", .red)])]
            }
            return port.backends.map { backend in
                row(
                    frontend,
                    [
                        .init(backend.backend), .init(backend.state.rawValue, colour(backend.state)),
                        .init(since(backend)), .init(backend.probe ?? ""),
                    ])
            }
        }
    }

    private func since(_ backend: LoadBalancerReport.BackendReport) -> String {
        backend.since.map { Humanized.duration(seconds: max(0, now.timeIntervalSince1970 - $0)) } ?? ""
    }

    private func colour(_ state: LoadBalancerReport.BackendReport.State) -> Style.Colour {
        switch state {
        case .up: .green
        case .down: .red
        case .draining: .yellow
        }
    }

    private var notes: [String] {
        var notes: [String] = []
        for service in report.services {
            notes += service.problems.map { style("\(service.service): \($0.message)", .yellow) }
            for backend in service.ports.flatMap(\.backends) where backend.state == .down {
                if let failure = backend.lastFailure { notes.append("\(backend.backend): \(failure)") }
            }
        }
        if !report.isComplete {
            notes.append(style("the cluster was not listed yet; what was in force stays", .yellow))
        }
        for watch in report.watches {
            if let error = watch.lastError { notes.append(style("\(watch.kind): \(error)", .yellow)) }
        }
        if let error = report.applyError { notes.append(style("not in force: \(error)", .red)) }
        return notes
    }
}
