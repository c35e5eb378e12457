import MoatLab
import MoatModel

extension SystemLab {
    func tcp(_ host: String, to address: String, _ port: UInt16, within limit: Duration = .seconds(1)) throws
        -> TCPProbe
    {
        try TCPProbe(from: self.host(host), to: Rules.address(address), port: port, timeLimit: limit)
    }

    func udp(_ host: String, to address: String, _ port: UInt16) throws -> UDPProbe {
        try UDPProbe(from: self.host(host), to: Rules.address(address), port: port)
    }

    /// Why a connection does not come about; nil where it does.
    func failure(_ host: String, to address: String, _ port: UInt16, within limit: Duration = .milliseconds(500))
        throws -> TCPProbe.Failure?
    {
        do {
            _ = try tcp(host, to: address, port, within: limit)
            return nil
        } catch let failure as TCPProbe.Failure {
            return failure
        }
    }
}

extension TCPProbe {
    /// Whether what is sent comes back.
    func echoes(_ text: String = "ping", within limit: Duration = .seconds(1)) -> Bool {
        send(text)
        return receive(within: limit) == text
    }
}

extension UDPProbe {
    func echoes(_ text: String = "ping", within limit: Duration = .seconds(1)) -> Bool {
        send(text)
        return receive(within: limit) == text
    }
}
