import ArgumentParser
import MoatGateway
import MoatModel

/// `192.0.2.0/24:22`: who may reach which TCP port of the machine itself. An IPv6 address
/// or prefix may stand in brackets: `[2001:db8::7]:22`.
struct ManagementArgument: ExpressibleByArgument {
    let access: GatewayConfiguration.ManagementAccess

    init?(argument: String) {
        guard let colon = argument.lastIndex(of: ":") else { return nil }
        var source = String(argument[..<colon])
        if source.hasPrefix("[") {
            source.removeFirst()
            guard let bracket = source.firstIndex(of: "]") else { return nil }
            source.remove(at: bracket)
        }
        guard let ports = PortRange(argument[argument.index(after: colon)...]), ports.lowerBound == ports.upperBound,
            let prefix = IPPrefix(source) ?? IPAddress(source).map({ IPPrefix($0) })
        else { return nil }
        access = GatewayConfiguration.ManagementAccess(source: prefix, port: ports.lowerBound)
    }
}
