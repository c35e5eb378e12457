/// `ThreatIntelFeed`, a kind of our own.
enum ThreatIntelFeedReader {
    private static let sizes = 1024...(2 << 30)
    private static let sourceHint = "write source: {url: https://…} or source: {file: /…}"
    private static let textLimit = 200

    static func read(name: String, _ field: ManifestField) -> ThreatIntelFeed? {
        guard
            let spec = ObjectReader(
                field,
                properties: [
                    "source", "format", "csv", "category", "description", "refreshInterval", "maximumBytes",
                    "unroutableAddresses",
                ])
        else { return nil }
        let source = readSource(spec)
        let format = spec.required(
            "format", hint: "write \(ManifestField.choice(ThreatIntelFeed.Format.allCases.map(\.rawValue)))")?
            .oneOf(ThreatIntelFeed.Format.self)
        let csv = readCSV(spec, format)
        let category = spec.required("category", hint: "write what the entries are, such as Bot Networks")?
            .line(maximumLength: textLimit)
        let description = spec["description"]?.line(maximumLength: textLimit)
        // Feeds' owners ask for restraint; more often than every ten seconds is a mistake.
        let interval = spec["refreshInterval"]?.duration(in: .seconds(10)...(.seconds(30 * 86_400)))
        let bytes = spec["maximumBytes"]?.integer(in: sizes, hint: "write the number of bytes")
        let mode = spec["unroutableAddresses"]?.oneOf(ThreatIntelFeed.UnroutableAddresses.self)
        guard let source, let format, let category else { return nil }
        return ThreatIntelFeed(
            name: name, source: source, format: format, csv: csv, category: category, description: description ?? "",
            refreshInterval: interval ?? ThreatIntelFeed.defaultRefreshInterval,
            maximumBytes: bytes ?? ThreatIntelFeed.defaultMaximumBytes, unroutableAddresses: mode ?? .refuse)
    }

    private static func readSource(_ spec: ObjectReader) -> ThreatIntelFeed.Source? {
        guard let field = spec.required("source", hint: sourceHint),
            let source = ObjectReader(field, properties: ["url", "file", "certificateAuthority"])
        else { return nil }
        let authority = source["certificateAuthority"]?.absolutePath()
        switch (source["url"], source["file"]) {
        case (let url?, nil):
            return url.httpsURL().map { .https($0, certificateAuthority: authority) }
        case (nil, let file?):
            if let field = source["certificateAuthority"] {
                field.issue("a file has no certificate", hint: "leave it out")
            }
            return file.absolutePath().map { .file($0) }
        case (nil, nil), (.some, .some):
            source.issue("must have either url or file", hint: sourceHint)
            return nil
        }
    }

    private static func readCSV(_ spec: ObjectReader, _ format: ThreatIntelFeed.Format?) -> ThreatIntelFeed.CSVColumns?
    {
        guard let field = spec["csv"] else {
            if format == .csv { spec.issue("csv is missing", hint: "write csv: {indicator: NAME-OF-THE-COLUMN}") }
            return nil
        }
        if let format, format != .csv {
            field.issue("format \(format.rawValue) has no columns", hint: "leave csv out, or write format: CSV")
        }
        guard
            let reader = ObjectReader(field, properties: ["separator", "indicator", "description", "validUntil"]),
            let indicator = reader.required("indicator", hint: "write the name of the column")?
                .line(maximumLength: textLimit)
        else { return nil }
        return ThreatIntelFeed.CSVColumns(
            separator: reader["separator"]?.oneOf(ThreatIntelFeed.CSVColumns.Separator.self) ?? .comma,
            indicator: indicator, description: reader["description"]?.line(maximumLength: textLimit),
            validUntil: reader["validUntil"]?.line(maximumLength: textLimit))
    }
}

extension ManifestField {
    /// Text of one line, not empty, without control characters: it ends up in logs and on
    /// terminals.
    fileprivate func line(maximumLength: Int) -> String? {
        guard let text = string() else { return nil }
        if text.isEmpty {
            issue("is empty")
        } else if text.unicodeScalars.contains(where: { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }) {
            issue("has a control character", hint: "write one line of plain text")
        } else if text.count > maximumLength {
            issue("has \(text.count) characters; at most \(maximumLength) are allowed")
        } else {
            return text
        }
        return nil
    }

    fileprivate func absolutePath() -> String? {
        guard let text = line(maximumLength: 4095) else { return nil }
        guard text.hasPrefix("/") else {
            issue("'\(text)' is not an absolute path", hint: "write it from / on; it is read on the firewall's machine")
            return nil
        }
        return text
    }

    fileprivate func httpsURL() -> String? {
        guard let text = line(maximumLength: 2000) else { return nil }
        guard text.lowercased().hasPrefix("https://"), text.utf8.count > 8, !text.utf8.contains(0x20) else {
            issue(
                "'\(text)' is not an https URL",
                hint: "write https://…; a list that can be changed on its way is worse than none")
            return nil
        }
        guard !text.dropFirst(8).prefix(while: { $0 != "/" }).contains("@") else {
            issue("the URL has a user name", hint: "leave it out; passwords do not belong into manifests")
            return nil
        }
        return text
    }
}
