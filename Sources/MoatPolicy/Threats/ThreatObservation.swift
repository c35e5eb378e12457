public import MoatModel

/// What the gate tells those who look for scanners and for password guessing.
public struct ThreatObservation: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// A flow from outside was refused.
        case refused
        /// A DNAT rule let a flow in.
        case opened
    }

    public var kind: Kind
    public var source: IPAddress
    public var destination: IPAddress
    public var destinationPort: UInt16

    public init(kind: Kind, source: IPAddress, destination: IPAddress, destinationPort: UInt16) {
        self.kind = kind
        self.source = source
        self.destination = destination
        self.destinationPort = destinationPort
    }

    /// What a decision about a flow has to tell; nil where the thresholds ask for nothing of it,
    /// or the source is what nobody may list.
    public init?(_ flow: Flow, _ decision: Decision, _ snapshot: Snapshot) {
        guard flow.side == .public else { return nil }
        switch (decision.verdict, decision.tier) {
        case (.deny, .network), (.deny, .default):
            guard snapshot.threatDetection.portScan != nil else { return nil }
            kind = .refused
        case (.allow, .dnat):
            guard snapshot.threatDetection.bruteForce != nil else { return nil }
            kind = .opened
        case (.allow, _), (.deny, _), (.proxy, _):
            return nil
        }
        guard snapshot.threatAction != nil, !snapshot.isExempt(flow.source) else { return nil }
        source = flow.source
        destination = flow.destination
        destinationPort = flow.destinationPort
    }
}
