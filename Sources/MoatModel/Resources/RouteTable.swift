/// A route table (`Microsoft.Network/routeTables`): user-defined routes and the subnets
/// whose outbound traffic follows them. The longest prefix wins; of two equal prefixes a
/// user-defined route wins over a system route.
public struct RouteTable: Hashable, Sendable {
    public var name: String
    public var routes: [Route]
    /// The subnets that it is associated with; a subnet has at most one route table.
    public var subnets: [SubnetReference]

    public init(name: String, routes: [Route], subnets: [SubnetReference]) {
        self.name = name
        self.routes = routes
        self.subnets = subnets
    }

    public struct Route: Hashable, Sendable {
        public var name: String
        public var addressPrefix: IPPrefix
        public var nextHop: NextHop

        public init(name: String, addressPrefix: IPPrefix, nextHop: NextHop) {
            self.name = name
            self.addressPrefix = addressPrefix
            self.nextHop = nextHop
        }
    }

    /// `nextHopType`, with `nextHopIpAddress` where the type is VirtualAppliance.
    public enum NextHop: Hashable, Sendable {
        case virtualAppliance(IPAddress)
        case vnetLocal
        case internet
        /// Traffic is dropped.
        case none
    }
}
