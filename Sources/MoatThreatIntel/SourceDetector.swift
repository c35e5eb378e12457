public import MoatModel
public import MoatPolicy

/// Finds the sources that scan or guess passwords, from what the gate refuses and lets in. Its
/// memory is bounded however many sources there are: some 9 MiB once it has something to count.
public struct SourceDetector {
    /// A source that went above a threshold.
    public struct Finding: Hashable, Sendable {
        public enum Kind: String, Hashable, Sendable, CaseIterable {
            case scan
            case bruteForce = "brute-force"

            /// The built-in feed's name.
            public var feed: String { "moat/\(rawValue)" }

            /// `ThreatDescription` of the log table.
            public var description: String {
                switch self {
                case .scan: "Port scan"
                case .bruteForce: "Brute force"
                }
            }
        }

        public var kind: Kind
        public var source: IPAddress
        /// How long it counts as hostile.
        public var duration: DurationText
    }

    /// Sources that are watched at a time, of each kind.
    public static let capacity = 16_384

    private var scans = SourceTable(capacity: capacity, distinct: FirewallPolicy.Threshold.countRange.upperBound + 1)
    private var attempts = SourceTable(capacity: capacity)

    public init() {}

    /// Sources that were forgotten while they were counted, for lack of room.
    public var evictions: UInt64 { scans.evictions + attempts.evictions }

    /// Counts what the gate observed.
    /// - Parameters:
    ///   - observations: In the order in which they happened.
    ///   - thresholds: The policy's.
    ///   - now: Milliseconds of a clock that never goes back.
    /// - Returns: the sources that have just gone above a threshold
    public mutating func observe(
        _ observations: [ThreatObservation], thresholds: FirewallPolicy.ThreatDetection, now: Int64
    ) -> [Finding] {
        var findings: [Finding] = []
        for observation in observations {
            let source = observation.source
            switch observation.kind {
            case .refused:
                guard let threshold = thresholds.portScan else { continue }
                // Seeded by the process: who chooses addresses cannot choose places.
                let value = Self.hash(observation.destination, observation.destinationPort)
                if scans.add(
                    key: Self.hash(source, 0), value: UInt32(truncatingIfNeeded: value), limit: threshold.count,
                    window: threshold.window.milliseconds, now: now)
                {
                    findings.append(Finding(kind: .scan, source: source, duration: threshold.duration))
                }
            case .opened:
                guard let threshold = thresholds.bruteForce else { continue }
                var hasher = Hasher()
                hasher.combine(source)
                hasher.combine(observation.destination)
                hasher.combine(observation.destinationPort)
                if attempts.add(
                    key: UInt64(bitPattern: Int64(hasher.finalize())), value: 0, limit: threshold.count,
                    window: threshold.window.milliseconds, now: now)
                {
                    findings.append(Finding(kind: .bruteForce, source: source, duration: threshold.duration))
                }
            }
        }
        return findings
    }

    private static func hash(_ address: IPAddress, _ port: UInt16) -> UInt64 {
        var hasher = Hasher()
        hasher.combine(address)
        hasher.combine(port)
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }
}
