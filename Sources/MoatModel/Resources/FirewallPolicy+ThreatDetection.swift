extension FirewallPolicy {
    /// What makes a source an entry of the built-in feeds `moat/scan` and `moat/brute-force`
    /// (`threatDetection`, not an ARM property). Off unless stated; whether such a source is
    /// recorded or refused is said by `threatIntelMode`.
    public struct ThreatDetection: Hashable, Sendable {
        /// Distinct pairs of address and port that one source was refused at.
        public var portScan: Threshold?
        /// New connections of one source to one port that a DNAT rule opens.
        public var bruteForce: Threshold?

        public init(portScan: Threshold? = nil, bruteForce: Threshold? = nil) {
            self.portScan = portScan
            self.bruteForce = bruteForce
        }
    }

    /// More than `count` within `window` make an entry that lasts for `duration`.
    public struct Threshold: Hashable, Sendable {
        /// 2 to 128.
        public var count: Int
        public var window: DurationText
        public var duration: DurationText

        public init(count: Int, window: DurationText, duration: DurationText) {
            self.count = count
            self.window = window
            self.duration = duration
        }

        public static let countRange = 2...128
    }
}
