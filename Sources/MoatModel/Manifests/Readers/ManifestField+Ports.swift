extension ManifestField {
    /// A port, a range of ports or (where `allowsAll` says so) `*`, written as text or as a
    /// number.
    func portRange(allowsAll: Bool = true) -> PortRange? {
        guard let text = portText() else { return nil }
        guard let range = PortRange(text) else {
            reportPorts(text)
            return nil
        }
        guard allowsAll || range != .all else {
            issue("'*' is not allowed in a NAT rule", hint: "list the ports: one, or a range such as 8000-8080")
            return nil
        }
        return range
    }

    /// One port from 1 to 65535.
    func port() -> UInt16? {
        guard let text = portText() else { return nil }
        guard let range = PortRange(text) else {
            reportPorts(text)
            return nil
        }
        guard range.lowerBound == range.upperBound else {
            issue("'\(text)' is not a single port", hint: "write one port, from 1 to 65535")
            return nil
        }
        return range.lowerBound
    }

    private func portText() -> String? {
        switch value.content {
        case .int(let number): return String(number)
        case .string(let text): return text
        default:
            issue(
                "must be a port, not \(value.typeName)", hint: "write a port such as 443, or a range such as 8000-8080")
            return nil
        }
    }

    private func reportPorts(_ text: String) {
        let bounds = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        if text.contains(",") {
            issue("'\(text)' holds several", hint: "write each as an element of its own")
        } else if let outside = bounds.compactMap({ $0 }).first(where: { !(1...65535).contains($0) }) {
            issue(
                outside == 0 ? "port 0 is reserved" : "\(outside) is not a port", hint: "ports go from 1 to 65535")
        } else if bounds.count == 2, let lower = bounds[0], let upper = bounds[1], lower > upper {
            issue("'\(text)' ends before it starts", hint: "write \(upper)-\(lower), or \(lower) alone")
        } else {
            issue("'\(text)' is not a port", hint: "write a port such as 443, a range such as 8000-8080, or '*'")
        }
    }
}
