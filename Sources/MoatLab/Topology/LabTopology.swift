public import MoatModel

/// What a lab file says: which machines there are and what they serve. The virtual
/// network around them comes from the resources that the file names.
public struct LabTopology: Hashable, Sendable {
    /// Lower-case letters, digits and single inner `-`; at most 40 characters.
    public var name: String
    /// The name of the Firewall resource that the firewall host carries out.
    public var firewall: String
    /// Manifest files or folders, relative to the lab file, applied when the lab comes up.
    public var resources: [String]
    /// Where the cluster is, for FQDN tags whose names depend on it; nil where none does.
    public var location: String?
    public var internet: Internet
    public var hosts: [Host]
    /// Nil for a lab without a Kubernetes API.
    public var kubernetes: Kubernetes?

    public init(
        name: String, firewall: String, resources: [String] = [], location: String? = nil, internet: Internet,
        hosts: [Host] = [], kubernetes: Kubernetes? = nil
    ) {
        self.name = name
        self.firewall = firewall
        self.resources = resources
        self.location = location
        self.internet = internet
        self.hosts = hosts
        self.kubernetes = kubernetes
    }

    /// The networks outside: one segment, with a router that is `.1` of each network.
    public struct Internet: Hashable, Sendable {
        /// Networks without a host of the lab in them, such as the one of the firewall's
        /// public addresses. The networks of `hosts` need not be listed.
        public var networks: [IPPrefix]
        public var hosts: [InternetHost]
        /// Whom the machines ask for names. Those of the virtual network ask the firewall
        /// instead, where its policy has the DNS proxy. Nil where there are no names.
        public var resolver: IPAddress?
        /// Names beside those of the hosts; for a name of a host, the records that it has
        /// instead of the host's addresses.
        public var names: [LabDomain]

        public init(
            networks: [IPPrefix] = [], hosts: [InternetHost] = [], resolver: IPAddress? = nil, names: [LabDomain] = []
        ) {
            self.networks = networks
            self.hosts = hosts
            self.resolver = resolver
            self.names = names
        }

        /// All names: those that are listed, and for the others of the hosts their addresses.
        public var domains: [LabDomain] {
            let listed = Set(names.map(\.name))
            return names
                + hosts.flatMap { host in
                    host.names.filter { !listed.contains($0) }.map {
                        LabDomain($0, addresses: host.addresses.map(\.address))
                    }
                }
        }

        /// The listed networks and those of the hosts, each once, sorted.
        public var allNetworks: [IPPrefix] {
            Set(networks + hosts.flatMap { $0.addresses.map(\.prefix) }).sorted()
        }
    }

    /// A machine on the internet.
    public struct InternetHost: Hashable, Sendable {
        public var name: String
        public var addresses: [InterfaceAddress]
        public var services: [LabService]
        /// Names that DNS gives the host's addresses for, and that its sites have certificates
        /// for.
        public var names: [String]

        public init(
            name: String, addresses: [InterfaceAddress], services: [LabService] = [], names: [String] = []
        ) {
            self.name = name
            self.addresses = addresses
            self.services = services
            self.names = names
        }
    }

    /// A machine with an address of a subnet.
    public struct Host: Hashable, Sendable {
        public var name: String
        public var subnet: SubnetReference
        /// One address, or one of each family.
        public var addresses: [IPAddress]
        public var services: [LabService]
        /// What it is to Kubernetes; nil for no pod.
        public var pod: Pod?

        public init(
            name: String, subnet: SubnetReference, addresses: [IPAddress], services: [LabService] = [], pod: Pod? = nil
        ) {
            self.name = name
            self.subnet = subnet
            self.addresses = addresses
            self.services = services
            self.pod = pod
        }
    }
}
