public import MoatModel

/// Why a Service gets no address, or not the one that it wishes.
public enum AddressError: Error, Hashable, Sendable {
    case unknownSubnet(String, known: [String])
    /// The Service names no subnet and the configuration none for those that do not.
    case noDefaultSubnet
    case outsideSubnet(IPv4Address, subnet: String, prefix: IPPrefix)
    /// One of those that Azure keeps for itself.
    case kept(IPv4Address, subnet: String)
    /// A machine or pod has it.
    case held(IPv4Address, by: String)
    /// Other Services have the same ports of it.
    case taken(IPv4Address, by: ObjectKey, ports: [LoadBalancerSettings.PortKey])
    /// Another Service has it, and neither of the two asks for it by name.
    case notShared(IPv4Address, by: ObjectKey)
    case exhausted(subnet: String, prefix: IPPrefix)

    /// One word in CamelCase.
    public var reason: String {
        switch self {
        case .unknownSubnet, .noDefaultSubnet: "UnknownSubnet"
        case .outsideSubnet, .kept: "AddressNotUsable"
        case .held, .taken, .notShared: "AddressConflict"
        case .exhausted: "SubnetExhausted"
        }
    }
}

extension AddressError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unknownSubnet(let name, let known):
            "there is no subnet '\(name)' for load balancers; there is \(known.joined(separator: ", "))"
        case .noDefaultSubnet:
            "there is no subnet for Services that name none: name one by \(ServiceAnnotation.subnet)"
        case .outsideSubnet(let address, let subnet, let prefix):
            "\(address) is not in the subnet \(subnet), which is \(prefix)"
        case .kept(let address, let subnet):
            "\(address) cannot be used: the first four addresses of the subnet \(subnet) and its last are kept"
        case .held(let address, let holder):
            "\(address) belongs to \(holder)"
        case .taken(let address, let other, let ports):
            "\(address) is taken by the Service \(other), and both have port "
                + ports.map(\.description).joined(separator: ", ")
        case .notShared(let address, let other):
            "\(address) is taken by the Service \(other), and neither Service asks for it by name"
        case .exhausted(let subnet, let prefix):
            "all addresses of the subnet \(subnet), \(prefix), are taken"
        }
    }
}
