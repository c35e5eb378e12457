public import Foundation
public import MoatGateway

/// How the daemon is.
public struct StatusReport: Hashable, Sendable, Codable {
    /// The firewall that this daemon carries out.
    public var firewall: String
    /// False where no resource defines that firewall: then everything is denied.
    public var isDefined: Bool
    /// The policy of the firewall.
    public var policy: String?
    public var version: Int
    /// Since when the version is in force.
    public var since: Date
    public var pending: PendingConfirmation?
    /// Rules that are judged, in all tiers.
    public var rules: Int
    /// Resources by kind.
    public var resources: [String: Int]
    public var gateway: DataPlaneStatus
    public var startedAt: Date
    public var processIdentifier: Int32
    /// What the user should know though nothing is wrong.
    public var notice: String?

    public init(
        firewall: String, isDefined: Bool, policy: String?, version: Int, since: Date, pending: PendingConfirmation?,
        rules: Int, resources: [String: Int], gateway: DataPlaneStatus, startedAt: Date, processIdentifier: Int32,
        notice: String?
    ) {
        self.firewall = firewall
        self.isDefined = isDefined
        self.policy = policy
        self.version = version
        self.since = since
        self.pending = pending
        self.rules = rules
        self.resources = resources
        self.gateway = gateway
        self.startedAt = startedAt
        self.processIdentifier = processIdentifier
        self.notice = notice
    }
}
