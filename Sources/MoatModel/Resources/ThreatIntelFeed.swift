/// A list of addresses and names that are known to be hostile, fetched again and again (not an
/// ARM resource: Azure has one feed of its own). Which traffic it concerns, and whether that is
/// recorded or refused, is said by `threatIntelMode` of the firewall's policy.
public struct ThreatIntelFeed: Hashable, Sendable {
    public var name: String
    public var source: Source
    public var format: Format
    /// Where a file of comma-separated values has what; only of format CSV.
    public var csv: CSVColumns?
    /// What entries are, in a word or two: `Bot Networks`. `ThreatDescription` of the log table
    /// for entries that bring no description of their own.
    public var category: String
    /// What the feed is, for people.
    public var description: String
    /// How often it is fetched.
    public var refreshInterval: DurationText
    /// The longest body that is read, in bytes.
    public var maximumBytes: Int
    /// What is done with a feed that lists addresses that are no internet host's.
    public var unroutableAddresses: UnroutableAddresses

    public init(
        name: String, source: Source, format: Format, csv: CSVColumns? = nil, category: String,
        description: String = "",
        refreshInterval: DurationText = defaultRefreshInterval, maximumBytes: Int = defaultMaximumBytes,
        unroutableAddresses: UnroutableAddresses = .refuse
    ) {
        self.name = name
        self.source = source
        self.format = format
        self.csv = csv
        self.category = category
        self.description = description
        self.refreshInterval = refreshInterval
        self.maximumBytes = maximumBytes
        self.unroutableAddresses = unroutableAddresses
    }

    public static let defaultRefreshInterval = DurationText(milliseconds: 3_600_000)
    public static let defaultMaximumBytes = 64 << 20

    public enum Source: Hashable, Sendable {
        /// An absolute path on the firewall's machine.
        case file(String)
        /// An https URL. `certificateAuthority` is the path of a PEM file with the only
        /// authorities that its certificate may come from; nil: those of the machine.
        case https(String, certificateAuthority: String?)
    }

    public enum Format: String, Hashable, Sendable, CaseIterable, Codable {
        /// One address, CIDR, range, name, `*.name` or http URL a line.
        case list = "List"
        /// Lines of a hosts file: an address that means nothing, and names.
        case hosts = "Hosts"
        /// Comma-separated values (RFC 4180) with a line of column names.
        case csv = "CSV"
        /// A STIX 2.1 bundle; indicators with a pattern of one comparison or several joined by OR.
        case stix = "STIX"
    }

    public enum UnroutableAddresses: String, Hashable, Sendable, CaseIterable, Codable {
        /// The whole feed is refused: it is probably not what it should be.
        case refuse = "Refuse"
        /// They are left out and counted: for lists that have them on purpose.
        case skip = "Skip"
    }

    /// The names of columns.
    public struct CSVColumns: Hashable, Sendable {
        public var separator: Separator
        /// Address, CIDR, range, name or URL.
        public var indicator: String
        public var description: String?
        /// When the entry ends: RFC 3339, or seconds since 1970.
        public var validUntil: String?

        public init(
            separator: Separator = .comma, indicator: String, description: String? = nil, validUntil: String? = nil
        ) {
            self.separator = separator
            self.indicator = indicator
            self.description = description
            self.validUntil = validUntil
        }

        public enum Separator: String, Hashable, Sendable, CaseIterable, Codable {
            case comma = "Comma"
            case semicolon = "Semicolon"
            case tab = "Tab"
            case pipe = "Pipe"

            public var byte: UInt8 {
                switch self {
                case .comma: UInt8(ascii: ",")
                case .semicolon: UInt8(ascii: ";")
                case .tab: UInt8(ascii: "\t")
                case .pipe: UInt8(ascii: "|")
                }
            }
        }
    }
}

extension ThreatIntelFeed.Source: CustomStringConvertible {
    /// The URL or the path.
    public var description: String {
        switch self {
        case .file(let path): path
        case .https(let url, _): url
        }
    }
}
