extension LabTopology {
    /// Rewrites the folders of sites, which a lab file gives relative to itself.
    public mutating func resolveFiles(_ absolute: (String) -> String) {
        for index in internet.hosts.indices { Self.resolve(&internet.hosts[index].services, absolute) }
        for index in hosts.indices { Self.resolve(&hosts[index].services, absolute) }
    }

    private static func resolve(_ services: inout [LabService], _ absolute: (String) -> String) {
        for index in services.indices { services[index].files = services[index].files.map(absolute) }
    }
}
