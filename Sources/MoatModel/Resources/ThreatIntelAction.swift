/// What is done with what a threat feed lists (`Action` of the log table AZFWThreatIntel).
public enum ThreatIntelAction: String, Hashable, Sendable, CaseIterable {
    /// Recorded; then the rules decide.
    case alert = "Alert"
    /// Refused.
    case deny = "Deny"
}
