/// Why a text is not a flow.
public struct FlowExpressionError: Error, Hashable, Sendable, CustomStringConvertible {
    public var problem: String

    public init(problem: String) {
        self.problem = problem
    }

    public var description: String {
        "\(problem); write a flow as 10.0.5.7 to 203.0.113.9:443/tcp, 10.0.5.7 to https://docker.io, fd00::7 to [2001:db8::1]:53/udp "
            + "or 10.0.5.7 to 203.0.113.9/icmp"
    }
}
