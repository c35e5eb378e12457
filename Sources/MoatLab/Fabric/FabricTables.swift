import FoundationEssentials
public import MoatModel

/// The fabric's routing tables in the kernel.
public struct FabricTables: Sendable {
    private let namespace: String
    private let links: [SubnetLink]
    /// What the tables hold, as far as this side knows; nil before the first look.
    private var installed: Set<NetworkRoute>?

    public init(namespace: String, links: [SubnetLink]) {
        self.namespace = namespace
        self.links = links
    }

    /// Makes the tables hold exactly the routes that the resources call for, touching only
    /// what differs. A changed route is replaced in one step, never missing in between.
    /// - Returns: The number of routes that were set or removed.
    /// - Throws: `LabError` where the kernel refuses one; the next call then starts afresh.
    @discardableResult
    public mutating func program(_ resources: ResourceSet) throws -> Int {
        let wanted = FabricRouting.routes(resources: resources, links: links)
        if installed == wanted { return 0 }
        let wantedPlaces = Set(wanted.map { Place($0) })
        let present = try installed.map { Set($0.map { Place($0) }) } ?? presentPlaces()
        let lines =
            wanted.subtracting(installed ?? []).map { "route replace \($0.words.joined(separator: " "))" }.sorted()
            + present.subtracting(wantedPlaces).map { "route delete \($0.prefix) table \($0.table)" }.sorted()
        installed = nil
        try IPTool.batch(lines, in: namespace)
        installed = wanted
        return lines.count
    }

    /// Where a route stands: two routes cannot have one place.
    private struct Place: Hashable {
        var prefix: IPPrefix
        var table: Int

        init(_ route: NetworkRoute) {
            self.init(route.prefix, route.table ?? 254)
        }

        init(_ prefix: IPPrefix, _ table: Int) {
            self.prefix = prefix
            self.table = table
        }
    }

    /// A row of `ip -json route show`.
    private struct Row: Decodable {
        var dst: String
    }

    private func presentPlaces() throws -> Set<Place> {
        var places: Set<Place> = []
        for link in links {
            for family in IPAddress.Family.allCases {
                let option = family == .ipv4 ? "-4" : "-6"
                let arguments = ["ip", "-n", namespace, "-json", option, "route", "show", "table", "\(link.table)"]
                let result = try Command(arguments).run()
                // An empty table that was never used does not exist for `ip`.
                guard result.status == 0, !result.output.isEmpty else { continue }
                for row in try JSONDecoder().decode([Row].self, from: Data(result.output.utf8)) {
                    let prefix =
                        row.dst == "default"
                        ? .all(family) : IPPrefix(row.dst) ?? IPAddress(row.dst).map { IPPrefix($0) }
                    if let prefix { places.insert(Place(prefix, link.table)) }
                }
            }
        }
        return places
    }
}
