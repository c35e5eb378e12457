import MoatAnalysis
import MoatModel
import MoatPolicy
import Testing

@Suite struct FlowExpressionTests {
    struct Reading: Sendable, CustomTestStringConvertible {
        var text: String
        /// Source, source port, destination, destination port, protocol number.
        var expected: String

        var testDescription: String { text }

        init(_ text: String, _ expected: String) {
            self.text = text
            self.expected = expected
        }
    }

    @Test(arguments: [
        Reading("10.0.5.7 -> 203.0.113.9:443/tcp", "10.0.5.7 - 203.0.113.9 443 6"),
        Reading("10.0.5.7->203.0.113.9:443", "10.0.5.7 - 203.0.113.9 443 6"),
        Reading("10.0.5.7 → 203.0.113.9:443", "10.0.5.7 - 203.0.113.9 443 6"),
        Reading("10.0.5.7 to 203.0.113.9:443", "10.0.5.7 - 203.0.113.9 443 6"),
        Reading("  10.0.5.7   203.0.113.9:53/udp ", "10.0.5.7 - 203.0.113.9 53 17"),
        Reading("10.0.5.7 203.0.113.9:53/UDP", "10.0.5.7 - 203.0.113.9 53 17"),
        Reading("10.0.5.7 203.0.113.9/icmp", "10.0.5.7 - 203.0.113.9 0 1"),
        Reading("fd00::7 2001:db8::1/icmp", "fd00::7 - 2001:db8::1 0 58"),
        Reading("10.0.5.7 203.0.113.9/47", "10.0.5.7 - 203.0.113.9 0 47"),
        Reading("10.0.5.7 203.0.113.9:80/6", "10.0.5.7 - 203.0.113.9 80 6"),
        Reading("fd00::7 to [2001:db8::1]:443", "fd00::7 - 2001:db8::1 443 6"),
        Reading("[fd00::7]:4000 to [2001:db8::1]:443/tcp", "fd00::7 4000 2001:db8::1 443 6"),
        Reading("10.0.5.7:40000 to 203.0.113.9:65535", "10.0.5.7 40000 203.0.113.9 65535 6"),
    ])
    func reads(_ reading: Reading) throws {
        let flow = try FlowExpression(parsing: reading.text)
        let port = flow.sourcePort.map { "\($0)" } ?? "-"
        #expect(
            "\(flow.source) \(port) \(flow.destination.map(\.description) ?? "-") \(flow.destinationPort) \(flow.ipProtocol.rawValue)"
                == reading.expected)
    }

    @Test(arguments: [
        Reading("", "a flow has a source and a destination"),
        Reading("10.0.5.7", "a flow has a source and a destination"),
        Reading("10.0.5.7 to", "a flow has a source and a destination"),
        Reading("10.0.5.7 203.0.113.9:443 tcp", "'tcp' is one word too many"),
        Reading("10.0.5.7 203.0.113.9", "203.0.113.9 has neither a port nor a protocol"),
        Reading("10.0.5.7 203.0.113.9/tcp", "TCP needs the port that 203.0.113.9 is asked at"),
        Reading("10.0.5.7 203.0.113.9:443/icmp", "protocol ICMP has no ports"),
        Reading("10.0.5.7:80 203.0.113.9/icmp", "protocol ICMP has no ports"),
        Reading("10.0.5.7 203.0.113.9:443/http", "'http' is no protocol: tcp, udp, icmp, or a number from 0 to 255"),
        Reading("10.0.5.7 203.0.113.9:443/256", "'256' is no protocol: tcp, udp, icmp, or a number from 0 to 255"),
        Reading("10.0.5.7 203.0.113.9:0", "'0' is not a port from 1 to 65535"),
        Reading("10.0.5.7 203.0.113.9:65536", "'65536' is not a port from 1 to 65535"),
        Reading("10.0.5.7 203.0.113.9:", "'' is not a port from 1 to 65535"),
        Reading("10.0.5 203.0.113.9:443", "'10.0.5' is not an IP address"),
        Reading("app-7 registry-1.docker.io:443", "'app-7' is not an IP address"),
        Reading("10.0.5.7 [2001:db8::1]:443", "10.0.5.7 is IPv4 and 2001:db8::1 is IPv6"),
        Reading("fd00::7 [2001:db8::1]443", "'[2001:db8::1]443' is not an IP address"),
    ])
    func refuses(_ reading: Reading) throws {
        let error = try #require(throws: FlowExpressionError.self) { try FlowExpression(parsing: reading.text) }
        #expect(error.problem == reading.expected)
        #expect(error.description.contains("write a flow as 10.0.5.7 to 203.0.113.9:443/tcp"))
    }

    /// The side follows from the virtual network, and the port from RFC 6335.
    @Test func becomesAFlow() throws {
        let snapshot = try AnalysisScene().compile()
        let inside = try FlowExpression(parsing: "10.0.5.7 203.0.113.9:443").flow(in: snapshot)
        #expect(inside.side == .private)
        #expect(inside.sourcePort == 49152)
        let outside = try FlowExpression(parsing: "203.0.113.9:7 198.51.100.10:443").flow(in: snapshot)
        #expect(outside.side == .public)
        #expect(outside.sourcePort == 7)
        #expect(try FlowExpression(parsing: "fd00:10:0:5::7 2001:db8::1/icmp").flow(in: snapshot).side == .private)
    }
}
