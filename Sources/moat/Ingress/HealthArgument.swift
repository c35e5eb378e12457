import ArgumentParser
import MoatModel
import MoatServer

/// An address and a port on the command line: `0.0.0.0:10254`, `[::]:10254`.
struct HealthArgument: ExpressibleByArgument {
    let address: IngressDaemonConfiguration.HealthAddress

    init?(argument: String) {
        guard let colon = argument.lastIndex(of: ":"), let port = UInt16(argument[argument.index(after: colon)...]),
            port != 0
        else { return nil }
        var host = argument[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        guard let address = IPAddress(String(host)) else { return nil }
        self.address = .init(host: "\(address)", port: Int(port))
    }
}
