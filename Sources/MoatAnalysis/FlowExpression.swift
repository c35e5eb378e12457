public import MoatModel
public import MoatPolicy

/// A flow in words: `10.0.5.7 to 203.0.113.9:443/tcp`.
public enum FlowExpression {
    /// Why a text is no flow, and what one looks like.
    public struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        public var description: String

        init(_ what: String) {
            description = "\(what); write SOURCE to DESTINATION:PORT/PROTOCOL, such as 10.0.5.7 to 203.0.113.9:443/tcp"
        }
    }

    /// The source port of a flow that names none: one that clients use (RFC 6335, dynamic
    /// ports).
    static let clientPort: UInt16 = 50_000

    /// Reads `A to B:port/protocol`. Between the two stands `to`, `->` or nothing; IPv6
    /// addresses with a port stand in brackets; without a protocol it is TCP.
    /// - Parameter localPrefixes: what is on the private side; a source elsewhere comes from
    ///   the public side
    public static func parse(_ text: String, localPrefixes: [IPPrefix]) throws(Failure) -> Flow {
        let words = text.replacing("->", with: " ").split(separator: " ").filter { $0 != "to" }
        guard words.count == 2 else {
            throw Failure("'\(text)' does not name one source and one destination")
        }
        let (destinationText, protocolText) = split(words[1], at: "/")
        let source = try endpoint(words[0])
        let destination = try endpoint(destinationText)
        guard source.address.family == destination.address.family else {
            throw Failure("\(source.address) and \(destination.address) are of different families")
        }
        let ipProtocol = try ipProtocol(protocolText ?? "tcp", destination.address.family)
        guard ipProtocol.hasPorts == (destination.port != nil) else {
            throw Failure(
                ipProtocol.hasPorts
                    ? "'\(words[1])' names no port" : "\(protocolText ?? "") has no ports, but '\(words[1])' names one")
        }
        let isLocal = localPrefixes.contains { $0.contains(source.address) }
        return Flow(
            side: isLocal ? .private : .public, source: source.address, destination: destination.address,
            ipProtocol: ipProtocol, sourcePort: ipProtocol.hasPorts ? source.port ?? clientPort : 0,
            destinationPort: destination.port ?? 0)
    }

    private static func ipProtocol(_ text: Substring, _ family: IPAddress.Family) throws(Failure) -> IPProtocol {
        switch text.lowercased() {
        case "tcp": return .tcp
        case "udp": return .udp
        case "icmp", "icmpv6": return family == .ipv4 ? .icmp : .icmpv6
        default:
            guard let number = UInt8(text) else {
                throw Failure("'\(text)' is no protocol (tcp, udp, icmp, or a number)")
            }
            return IPProtocol(rawValue: number)
        }
    }

    private static func endpoint(_ text: Substring) throws(Failure) -> (address: IPAddress, port: UInt16?) {
        if let address = IPAddress(text) { return (address, nil) }
        var addressText = text
        var portText: Substring?
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            addressText = text[text.index(after: text.startIndex)..<end]
            let rest = text[text.index(after: end)...]
            portText = rest.hasPrefix(":") ? rest.dropFirst() : rest.isEmpty ? nil : rest
        } else if let colon = text.lastIndex(of: ":") {
            addressText = text[..<colon]
            portText = text[text.index(after: colon)...]
        }
        guard let address = IPAddress(addressText) else { throw Failure("'\(addressText)' is no address") }
        guard let portText else { return (address, nil) }
        guard let port = UInt16(portText), port > 0 else {
            throw Failure("'\(portText)' is no port (1 to 65535)")
        }
        return (address, port)
    }

    private static func split(_ text: Substring, at separator: Character) -> (Substring, Substring?) {
        guard let index = text.lastIndex(of: separator) else { return (text, nil) }
        return (text[..<index], text[text.index(after: index)...])
    }
}
