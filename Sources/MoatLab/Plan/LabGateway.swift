/// What the firewall host of a lab runs.
public enum LabGateway: String, Hashable, Sendable, Codable {
    /// `moat serve`, exactly as on a real machine.
    case moat
    /// Nothing: the kernel forwards everything. Since nothing translates addresses, the
    /// internet gets a route to the virtual network. Something to compare with.
    case forwarding
}
