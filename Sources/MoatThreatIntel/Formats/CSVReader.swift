import MoatModel

/// Reads columns of comma-separated values. The first line names them; lines before it that
/// begin with `#` are comments, or the names themselves where one of them is that of the
/// indicator. Later lines that begin with `#` are comments too.
enum CSVReader {
    /// Which fields of a record are wanted.
    private struct Header {
        var count: Int
        var indicator: Int
        var description: Int?
        var validUntil: Int?
    }

    static func read(
        _ text: UnsafeBufferPointer<UInt8>, _ columns: ThreatIntelFeed.CSVColumns, into collector: inout FeedCollector
    ) throws(FeedError) {
        let separator = columns.separator.byte
        var records = CSVRecordReader(text, separator: separator)
        var header: Header?
        // The last comment that could be names, to be shown where none are found.
        var candidate: [String] = []
        while true {
            if records.isNext(UInt8(ascii: "#")) {
                let comment = records.skipLine()
                guard header == nil else { continue }
                let names = names(inComment: comment, separator)
                if names.contains(columns.indicator) { header = try makeHeader(names, columns) }
                if names.count > 1 { candidate = names }
                continue
            }
            guard let outcome = records.next() else { break }
            guard records.raw.contains(where: { !FeedBody.isSpace($0) }) else { continue }
            guard let known = header else {
                guard case .record = outcome else {
                    throw FeedError(
                        "line \(records.line): the quotes of the line with the columns' names are wrong: "
                            + "'\(records.raw.excerpt)'; check the feed's URL and its format, CSV")
                }
                let names = records.fields.map { records.string(of: $0) }
                // Where the names stand in a comment, and none is the indicator's, this is an entry.
                let isEntry = !names.contains(columns.indicator) && candidate.count == names.count
                header = try makeHeader(isEntry ? candidate : names, columns)
                continue
            }
            collector.countUnit()
            let problem: String?
            switch outcome {
            case .record: problem = try readRecord(records, known, into: &collector)
            case .unreadable(let reason): problem = reason
            case .cut: throw collector.cut(at: records.line)
            }
            if let problem {
                guard records.isComplete else { throw collector.cut(at: records.line) }
                collector.countUnreadable(records.raw, at: records.line, problem)
            }
        }
    }

    private static func names(inComment comment: UnsafeBufferPointer<UInt8>, _ separator: UInt8) -> [String] {
        var reader = CSVRecordReader(comment.slice(1, comment.count), separator: separator)
        guard case .record = reader.next() else { return [] }
        return reader.fields.map { reader.string(of: $0) }
    }

    private static func makeHeader(
        _ names: [String], _ columns: ThreatIntelFeed.CSVColumns
    ) throws(FeedError) -> Header {
        func place(_ name: String, _ property: String) throws(FeedError) -> Int {
            if let place = names.firstIndex(of: name) { return place }
            let list = names.prefix(30).map { "'\(Array($0.utf8).withUnsafeBufferPointer(\.excerpt))'" }
            throw FeedError(
                "has no column '\(name)' (csv.\(property)); its columns are \(list.joined(separator: ", "))"
                    + (names.count > 30 ? " and more" : "") + "; name one of them, or another separator")
        }
        var header = Header(count: names.count, indicator: try place(columns.indicator, "indicator"))
        if let name = columns.description { header.description = try place(name, "description") }
        if let name = columns.validUntil { header.validUntil = try place(name, "validUntil") }
        return header
    }

    private static func readRecord(
        _ records: CSVRecordReader, _ header: Header, into collector: inout FeedCollector
    ) throws(FeedError) -> String? {
        let fields = records.fields
        guard fields.count == header.count else {
            return "it has \(fields.count) columns where the first line names \(header.count)"
        }
        var expires: UInt32?
        if let place = header.validUntil, fields[place].start < fields[place].end {
            guard let seconds = Timestamp.read(records.string(of: fields[place])) else {
                return "its end is no time: RFC 3339, YYYY-MM-DD HH:MM:SS in UTC, or seconds since 1970"
            }
            expires = Timestamp.expiry(seconds)
        }
        let description = header.description.map { records.string(of: fields[$0]) }
        return try collector.add(
            records.bytes(of: fields[header.indicator]).trimmed, at: records.line, description: description,
            expires: expires)
    }
}
