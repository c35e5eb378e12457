import MoatPolicy

/// What the text of one entry means.
enum Indicator {
    /// First and last address.
    case ipv4(UInt32, UInt32)
    case ipv6(UInt128, UInt128)
    /// A name, or all below it; the text is `IndicatorReader.name`.
    case name(isWildcard: Bool)
    case url(ThreatURL)
    /// An https URL: its path is not seen.
    case invisible
    /// A file hash, a mail address, or a URL of another scheme.
    case unsupported
    /// Nothing that is known, and why.
    case unreadable(String)
}
