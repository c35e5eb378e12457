public import MoatModel

/// The entries of one feed, as they were read.
public struct ThreatList: Sendable {
    struct Range<Key: Sendable>: Sendable {
        var lower: Key
        var upper: Key
        /// The place in `infos`.
        var info: UInt32
        /// Seconds since 1970; 0 for one that does not expire.
        var expires: UInt32
    }

    struct Detail: Sendable {
        var info: UInt32
        var expires: UInt32
    }

    public let feed: String
    /// What is said of entries that bring no description of their own.
    public let category: String

    private(set) var ipv4 = ContiguousArray<Range<UInt32>>()
    private(set) var ipv6 = ContiguousArray<Range<UInt128>>()
    /// Values are places in `details`.
    private(set) var names = SuffixTable()
    private(set) var urls = SuffixTable()
    private(set) var details = ContiguousArray<Detail>()
    private(set) var infos: [ThreatInfo]
    private var infoPlaces: [String: UInt32] = [:]

    /// Different descriptions that are told apart; entries beyond them get the category.
    static let maximumDescriptions = 10_000
    /// Characters of a description that are kept.
    static let maximumDescriptionLength = 200

    public init(feed: String, category: String) {
        self.feed = feed
        self.category = category
        self.infos = [ThreatInfo(feed: feed, description: category)]
    }

    /// Addresses, ranges of them, names and URLs, each written once.
    public var count: Int { ipv4.count + ipv6.count + details.count }
    public var addressCount: Int { ipv4.count + ipv6.count }
    public var nameCount: Int { names.count }
    public var urlCount: Int { urls.count }

    /// Adds addresses.
    /// - Parameters:
    ///   - range: The addresses.
    ///   - description: What the feed says of them; nil for its category.
    ///   - expires: When the entry ends, in seconds since 1970; nil for never.
    public mutating func add(_ range: IPRange, description: String? = nil, expires: UInt32? = nil) {
        switch (range.lowerBound, range.upperBound) {
        case (.v4(let lower), .v4(let upper)):
            add(ipv4: lower.rawValue, through: upper.rawValue, description: description, expires: expires)
        case (.v6(let lower), .v6(let upper)):
            add(ipv6: lower.rawValue, through: upper.rawValue, description: description, expires: expires)
        case (.v4, .v6), (.v6, .v4):
            break  // No range has both.
        }
    }

    /// Adds IPv4 addresses that were read as numbers: the fast way for long lists.
    public mutating func add(ipv4 lower: UInt32, through upper: UInt32, description: String?, expires: UInt32?) {
        ipv4.append(
            Range(lower: lower, upper: max(lower, upper), info: place(of: description), expires: expires ?? 0))
    }

    /// Adds IPv6 addresses that were read as numbers.
    public mutating func add(ipv6 lower: UInt128, through upper: UInt128, description: String?, expires: UInt32?) {
        ipv6.append(
            Range(lower: lower, upper: max(lower, upper), info: place(of: description), expires: expires ?? 0))
    }

    /// Adds a name that was read as bytes, the fast way for long lists; one that is there
    /// already is left as it is.
    /// - Parameters:
    ///   - name: Labels of letters in lower case, digits, `-` and `_`, without a trailing dot;
    ///     of a wildcard what follows its `*`.
    ///   - isWildcard: Whether a `*` stands before it.
    ///   - description: What the feed says of it; nil for its category.
    ///   - expires: When the entry ends, in seconds since 1970; nil for never.
    public mutating func add(
        name: UnsafeBufferPointer<UInt8>, isWildcard: Bool, description: String?, expires: UInt32?
    ) {
        guard names.insert(name, isWildcard: isWildcard, value: UInt32(details.count)) else { return }
        details.append(Detail(info: place(of: description), expires: expires ?? 0))
    }

    /// Adds a name or a wildcard. One that is there already is left as it is.
    public mutating func add(_ pattern: FQDNPattern, description: String? = nil, expires: UInt32? = nil) {
        var suffix = pattern.suffix
        suffix.withUTF8 {
            add(name: $0, isWildcard: pattern.isWildcard, description: description, expires: expires)
        }
    }

    /// Adds a URL. One that is there already is left as it is.
    public mutating func add(_ url: ThreatURL, description: String? = nil, expires: UInt32? = nil) {
        let place = UInt32(details.count)
        var key = url.key
        guard key.withUTF8({ urls.insert($0, isWildcard: false, value: place) }) else { return }
        details.append(Detail(info: self.place(of: description), expires: expires ?? 0))
    }

    private mutating func place(of description: String?) -> UInt32 {
        guard let description, !description.isEmpty, description != category else { return 0 }
        let text = String(description.prefix(Self.maximumDescriptionLength))
        if let place = infoPlaces[text] { return place }
        guard infos.count <= Self.maximumDescriptions else { return 0 }
        let place = UInt32(infos.count)
        infos.append(ThreatInfo(feed: feed, description: text))
        infoPlaces[text] = place
        return place
    }

    /// When the next entry ends after a time, in seconds since 1970; nil where none does.
    public func nextExpiry(after time: UInt32) -> UInt32? {
        var next = UInt32.max
        for range in ipv4 where range.expires > time { next = min(next, range.expires) }
        for range in ipv6 where range.expires > time { next = min(next, range.expires) }
        for detail in details where detail.expires > time { next = min(next, detail.expires) }
        return next == .max ? nil : next
    }
}
