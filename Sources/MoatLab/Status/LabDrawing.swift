/// Draws a lab the way the documentation does: the internet on top, the firewall below it,
/// the fabric with its subnets at the bottom.
public struct LabDrawing {
    private let status: LabStatus

    public init(_ status: LabStatus) {
        self.status = status
    }

    public var text: String {
        let hosts = status.hosts
        let fault = status.state == .up ? "" : "   ! not everything is running"
        var lines = ["lab \(status.name)   \(status.state.rawValue)\(fault)", ""]
        lines.append("    internet  \(status.networks.joined(separator: ", "))")
        lines += Self.tree(hosts.filter { $0.role == .internetHost }, indent: "    ", trunk: "│   ")
        lines.append("    │")
        lines += firewall
        lines.append("    │   virtual network: routes by subnet, longest prefix first")
        lines.append("    │   and user-defined routes over system routes")
        lines += box(["fabric  (.1 of every subnet)\(Self.fault(of: hosts.first { $0.role == .fabric }))"])
        for (index, subnet) in status.subnets.enumerated() {
            let isLast = index == status.subnets.count - 1
            lines.append("    │")
            lines.append("    \(isLast ? "└─" : "├─") \(subnet.name)  \(subnet.prefixes.joined(separator: ", "))")
            let trunk = isLast ? "    " : "│   "
            if let firewall = hosts.first(where: { $0.role == .firewall && $0.subnet == subnet.name }) {
                lines.append("    \(trunk)└─ \(firewall.name)  (above)")
            }
            let members = hosts.filter { $0.subnet == subnet.name && $0.role == .host }
            lines += Self.tree(members, indent: "    ", trunk: trunk)
        }
        if let kubeconfig = status.kubeconfig { lines += ["", "    KUBECONFIG=\(kubeconfig)"] }
        return lines.joined(separator: "\n") + "\n"
    }

    private var firewall: [String] {
        guard let host = status.hosts.first(where: { $0.role == .firewall }) else { return [] }
        let label =
            status.gateway == .moat
            ? "firewall \(status.firewall)" : "firewall \(status.firewall)  (forwards everything; no moat runs)"
        return box(["\(label)\(Self.fault(of: host))"] + host.addresses.map { "  \($0)" })
    }

    private func box(_ lines: [String]) -> [String] {
        let width = max(30, lines.map(\.count).max() ?? 0)
        let rule = String(repeating: "─", count: width + 1)
        let body = lines.map { line in
            "  │ \(line)\(String(repeating: " ", count: width - line.count)) │"
        }
        return ["  ┌─┴\(rule.dropFirst())┐"] + body + ["  └─┬\(rule.dropFirst())┘"]
    }

    /// Hosts, a line each, in columns.
    private static func tree(_ hosts: [LabStatus.Host], indent: String, trunk: String) -> [String] {
        let names = hosts.map(\.name.count).max() ?? 0
        let addresses = hosts.map { $0.addresses.joined(separator: ", ") }
        let width = addresses.map(\.count).max() ?? 0
        return zip(hosts, addresses).enumerated().map { index, pair in
            let (host, address) = pair
            let branch = index == hosts.count - 1 ? "└─" : "├─"
            let name = host.name + String(repeating: " ", count: names - host.name.count)
            let place = address + String(repeating: " ", count: width - address.count)
            let line = "\(indent)\(trunk)\(branch) \(name)  \(place)  \(host.services.joined(separator: ", "))"
            return trimmed(line) + fault(of: host)
        }
    }

    private static func trimmed(_ line: String) -> String {
        var line = line
        while line.last == " " { line.removeLast() }
        return line
    }

    private static func fault(of host: LabStatus.Host?) -> String {
        guard let host else { return "" }
        if !host.isUp { return "   ! gone" }
        let dead = host.processes.filter { !$0.isAlive }.map(\.kind.rawValue)
        return dead.isEmpty ? "" : "   ! \(dead.joined(separator: ", ")) not running"
    }
}
