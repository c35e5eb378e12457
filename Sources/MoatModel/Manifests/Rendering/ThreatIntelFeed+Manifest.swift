extension ThreatIntelFeed {
    var spec: ManifestValue {
        .object(
            ("source", source.manifest),
            ("format", .string(format.rawValue)),
            ("csv", csv?.manifest),
            ("category", .string(category)),
            ("description", description.isEmpty ? nil : .string(description)),
            ("refreshInterval", .text(refreshInterval)),
            ("maximumBytes", maximumBytes == Self.defaultMaximumBytes ? nil : .int(maximumBytes)),
            ("unroutableAddresses", unroutableAddresses == .refuse ? nil : .string(unroutableAddresses.rawValue))
        )
    }
}

extension ThreatIntelFeed.Source {
    fileprivate var manifest: ManifestValue {
        switch self {
        case .file(let path): .object(("file", .string(path)))
        case .https(let url, let authority):
            .object(("url", .string(url)), ("certificateAuthority", authority.map { .string($0) }))
        }
    }
}

extension ThreatIntelFeed.CSVColumns {
    fileprivate var manifest: ManifestValue {
        .object(
            ("separator", separator == .comma ? nil : .string(separator.rawValue)),
            ("indicator", .string(indicator)),
            ("description", description.map { .string($0) }),
            ("validUntil", validUntil.map { .string($0) })
        )
    }
}
