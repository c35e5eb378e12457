/// Whether and how the flow gets to the firewall at all.
public struct RouteFinding: Hashable, Sendable, Codable {
    public var reachesFirewall: Bool
    /// The prefix of the source's subnet.
    public var subnet: String?
    /// `table/route`; nil for a system route.
    public var route: String?
    public var text: String
}
