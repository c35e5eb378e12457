public import MoatModel
public import MoatPolicy

/// A flow as people write it: `10.0.5.7 to 203.0.113.9:443/tcp`, `10.0.5.7 to https://docker.io`.
///
/// Between source and destination stands `to`, `->` or nothing (a shell takes an unquoted
/// `->` for a redirection). The protocol is `tcp`, `udp`, `icmp` or a number from 0 to 255;
/// TCP where only a port is given. An IPv6 address with a port stands in brackets (RFC 3986).
/// The source may have a port too. In place of the destination's address may stand a name, and in
/// place of destination and protocol an http or https URL.
public struct FlowExpression: Hashable, Sendable {
    public var source: IPAddress
    /// Nil where none was written.
    public var sourcePort: UInt16?
    /// Nil where a name stands in its place.
    public var destination: IPAddress?
    /// What is asked for beside the address; nil for an address alone.
    public var target: NamedTarget?
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
        let source = try Endpoint(words[0])
        if words[1].contains("://") {
            let url = try TargetURL(words[1])
            self.init(
                source: source, destination: url.address.map { .v4($0) },
                target: NamedTarget(
                    name: url.address == nil ? url.host : nil, applicationProtocol: url.applicationProtocol,
                    path: url.target, text: url.text),
                destinationPort: url.port, ipProtocol: .tcp)
            return
        }
        let target = words[1].split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        if let named = try Self.named(source, target[0], target.count == 2 ? target[1] : nil) {
            self = named
            return
        }
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
        self.init(
            source: source, destination: destination.address, target: nil, destinationPort: destination.port ?? 0,
            ipProtocol: ipProtocol)
    }

    private init(
        source: Endpoint, destination: IPAddress?, target: NamedTarget?, destinationPort: UInt16,
        ipProtocol: IPProtocol
    ) {
        self.source = source.address
        sourcePort = source.port
        self.destination = destination
        self.target = target
        self.destinationPort = destinationPort
        self.ipProtocol = ipProtocol
    }

    /// `docker.io:443/tcp`; nil where it is not a name that stands there.
    private static func named(
        _ source: Endpoint, _ text: Substring, _ protocolText: Substring?
    ) throws(FlowExpressionError) -> FlowExpression? {
        let colon = text.lastIndex(of: ":")
        let host = colon.map { text[..<$0] } ?? text
        guard IPAddress(text) == nil, IPAddress(host) == nil, host.contains(where: \.isLetter), !host.contains(":"),
            let name = FQDNPattern(String(host)), !name.isWildcard
        else { return nil }
        guard let colon else { throw FlowExpressionError(problem: "\(name) needs the port that it is asked at") }
        let portText = text[text.index(after: colon)...]
        guard let port = UInt16(portText), port > 0 else {
            throw FlowExpressionError(problem: "'\(portText)' is not a port from 1 to 65535")
        }
        let ipProtocol: IPProtocol
        switch protocolText?.lowercased() {
        case nil, "tcp": ipProtocol = .tcp
        case "udp": ipProtocol = .udp
        case let other?: throw FlowExpressionError(problem: "a name is asked by tcp or udp, not by '\(other)'")
        }
        return FlowExpression(
            source: source, destination: nil,
            target: NamedTarget(name: name.description, applicationProtocol: nil, text: name.description),
            destinationPort: port, ipProtocol: ipProtocol)
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
    /// `address` is the destination where a name stands in its place; without it the name is
    /// taken to be somewhere on the internet.
    public func flow(in snapshot: Snapshot, at address: IPAddress? = nil) -> Flow {
        Flow(
            side: snapshot.localPrefixes.contains { $0.contains(source) } ? .private : .public, source: source,
            destination: destination ?? address ?? Self.somewhere(source.family), ipProtocol: ipProtocol,
            sourcePort: ipProtocol.hasPorts ? sourcePort ?? Self.defaultSourcePort : 0,
            destinationPort: destinationPort)
    }

    /// An address that no real server has (RFC 5737, RFC 3849).
    static func somewhere(_ family: IPAddress.Family) -> IPAddress {
        switch family {
        case .ipv4: .v4(IPv4Address(rawValue: 0xc000_0201))
        case .ipv6: .v6(IPv6Address(rawValue: 0x2001_0db8_0000_0000_0000_0000_0000_0001))
        }
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
