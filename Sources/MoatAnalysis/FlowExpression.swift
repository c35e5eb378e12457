public import MoatModel
public import MoatPolicy

/// A flow as people write it: `10.0.5.7 to 203.0.113.9:443/tcp`.
///
/// Between source and destination stands `to`, `->` or nothing (a shell takes an unquoted
/// `->` for a redirection). The protocol is `tcp`, `udp`, `icmp` or a number from 0 to 255;
/// TCP where only a port is given. An IPv6 address with a port stands in brackets (RFC 3986).
/// The source may have a port too.
public struct FlowExpression: Hashable, Sendable {
    public var source: IPAddress
    /// Nil where none was written.
    public var sourcePort: UInt16?
    public var destination: IPAddress
    /// 0 where the protocol has no ports.
    public var destinationPort: UInt16
    public var ipProtocol: IPProtocol

    /// The source port of a flow that names none: the first of the dynamic ports (RFC 6335,
    /// section 6).
    public static let defaultSourcePort: UInt16 = 49152

    public init(parsing text: String) throws(FlowExpressionError) {
        let words = text.replacing("->", with: " ").replacing("\u{2192}", with: " ")
            .split(whereSeparator: \.isWhitespace).filter { $0 != "to" }
        guard words.count == 2 else {
            throw FlowExpressionError(
                problem: words.count < 2
                    ? "a flow has a source and a destination" : "'\(words[2])' is one word too many")
        }
        let target = words[1].split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let source = try Endpoint(words[0])
        let destination = try Endpoint(target[0])
        guard source.address.family == destination.address.family else {
            throw FlowExpressionError(
                problem: "\(source.address) is \(source.address.family.rawValue) and \(destination.address) is "
                    + destination.address.family.rawValue)
        }
        let ipProtocol = try Self.ipProtocol(target.count == 2 ? target[1] : nil, destination)
        if ipProtocol.hasPorts, destination.port == nil {
            throw FlowExpressionError(problem: "\(ipProtocol) needs the port that \(destination.address) is asked at")
        }
        if !ipProtocol.hasPorts, destination.port != nil || source.port != nil {
            throw FlowExpressionError(problem: "protocol \(ipProtocol) has no ports")
        }
        self.source = source.address
        self.sourcePort = source.port
        self.destination = destination.address
        self.destinationPort = destination.port ?? 0
        self.ipProtocol = ipProtocol
    }

    private static func ipProtocol(
        _ text: Substring?, _ destination: Endpoint
    ) throws(FlowExpressionError) -> IPProtocol {
        switch text?.lowercased() {
        case nil where destination.port != nil: return .tcp
        case nil:
            throw FlowExpressionError(problem: "\(destination.address) has neither a port nor a protocol")
        case "tcp": return .tcp
        case "udp": return .udp
        case "icmp", "icmpv6": return destination.address.family == .ipv4 ? .icmp : .icmpv6
        case let name?:
            guard let number = UInt8(name) else {
                throw FlowExpressionError(
                    problem: "'\(name)' is no protocol: tcp, udp, icmp, or a number from 0 to 255")
            }
            return IPProtocol(rawValue: number)
        }
    }

    /// The flow as the firewall would meet it: from the private side where the source is in
    /// its virtual network, else from the public side.
    public func flow(in snapshot: Snapshot) -> Flow {
        Flow(
            side: snapshot.localPrefixes.contains { $0.contains(source) } ? .private : .public, source: source,
            destination: destination, ipProtocol: ipProtocol,
            sourcePort: ipProtocol.hasPorts ? sourcePort ?? Self.defaultSourcePort : 0,
            destinationPort: destinationPort)
    }

    private struct Endpoint {
        var address: IPAddress
        var port: UInt16?

        /// `10.0.5.7`, `10.0.5.7:443`, `2001:db8::1` or `[2001:db8::1]:443`.
        init(_ text: Substring) throws(FlowExpressionError) {
            if let address = IPAddress(text) {
                self.address = address
                return
            }
            let parts = Self.parts(text)
            guard let address = IPAddress(parts.address) else {
                throw FlowExpressionError(problem: "'\(parts.address)' is not an IP address")
            }
            self.address = address
            guard let portText = parts.port else { return }
            guard let port = UInt16(portText), port > 0 else {
                throw FlowExpressionError(problem: "'\(portText)' is not a port from 1 to 65535")
            }
            self.port = port
        }

        private static func parts(_ text: Substring) -> (address: Substring, port: Substring?) {
            if text.first == "[", let end = text.firstIndex(of: "]") {
                let address = text[text.index(after: text.startIndex)..<end]
                let rest = text[text.index(after: end)...]
                if rest.isEmpty { return (address, nil) }
                return rest.first == ":" ? (address, rest.dropFirst()) : (text, nil)
            }
            guard let colon = text.lastIndex(of: ":") else { return (text, nil) }
            return (text[..<colon], text[text.index(after: colon)...])
        }
    }
}
