/// Reads a bundle of STIX 2.1 (OASIS, sections 4.7 and 8): its indicators; other objects say
/// nothing that could be looked up.
///
/// A revoked indicator and one whose `valid_until` has passed count as expired. One whose
/// `valid_from` is still to come is held back, and counts as unsupported: the next refresh
/// brings it again.
enum STIXReader {
    private struct Object {
        var type: String?
        var pattern: String?
        var patternType: String?
        var name: String?
        var description: String?
        var validFrom: String?
        var validUntil: String?
        var isRevoked = false
    }

    static func read(_ text: UnsafeBufferPointer<UInt8>, into collector: inout FeedCollector) throws(FeedError) {
        var scanner = JSONScanner(text)
        guard try scanner.peek() == UInt8(ascii: "{") else { throw notBundle }
        var type: String?
        var number = 0
        var version: String?
        try scanner.object { scanner, key throws(FeedError) in
            switch key {
            case "type": type = try scanner.stringValue()
            case "spec_version": version = try scanner.stringValue()
            case "objects":
                guard try scanner.peek() == UInt8(ascii: "[") else { throw notBundle }
                try scanner.array { scanner throws(FeedError) in
                    number += 1
                    guard try scanner.peek() == UInt8(ascii: "{") else { throw notBundle }
                    let start = scanner.offset
                    let object = try readObject(&scanner)
                    try take(object, number, text.slice(start, scanner.offset), into: &collector)
                }
            default: try scanner.skip()
            }
        }
        try scanner.expectEnd()
        guard type == "bundle" else { throw notBundle }
        if let version, version != "2.1" {
            throw FeedError(
                "is a bundle of STIX \(Array(version.utf8).withUnsafeBufferPointer(\.excerpt)), "
                    + "and 2.1 alone is supported: name a source of that")
        }
    }

    private static let notBundle = FeedError(
        "is no STIX bundle (an object with type: bundle and an array objects): check the feed's URL and its format")

    private static func readObject(_ scanner: inout JSONScanner) throws(FeedError) -> Object {
        var object = Object()
        try scanner.object { scanner, key throws(FeedError) in
            switch key {
            case "type": object.type = try scanner.stringValue()
            case "pattern": object.pattern = try scanner.stringValue()
            case "pattern_type": object.patternType = try scanner.stringValue()
            case "name": object.name = try scanner.stringValue()
            case "description": object.description = try scanner.stringValue()
            case "valid_from": object.validFrom = try scanner.stringValue()
            case "valid_until": object.validUntil = try scanner.stringValue()
            case "revoked": object.isRevoked = try scanner.isTrue()
            default: try scanner.skip()
            }
        }
        return object
    }

    private static func take(
        _ object: Object, _ number: Int, _ text: UnsafeBufferPointer<UInt8>, into collector: inout FeedCollector
    ) throws(FeedError) {
        guard object.type == "indicator" else { return }
        collector.countUnit()
        if let problem = try problem(of: object, number, into: &collector) {
            collector.countUnreadable(text, at: number, problem)
        }
    }

    private static func problem(
        of object: Object, _ number: Int, into collector: inout FeedCollector
    ) throws(FeedError) -> String? {
        guard let patternType = object.patternType else { return "it has no pattern_type" }
        guard patternType == "stix" else {
            collector.skipped.unsupported += 1
            return nil
        }
        guard let pattern = object.pattern else { return "it has no pattern" }
        var expires: UInt32?
        if let text = object.validUntil {
            guard let seconds = Timestamp.read(text) else { return "its valid_until is no time" }
            expires = Timestamp.expiry(seconds)
        }
        if object.isRevoked || expires.map({ $0 <= collector.now }) == true {
            collector.skipped.expired += 1
            return nil
        }
        if let text = object.validFrom {
            guard let seconds = Timestamp.read(text) else { return "its valid_from is no time" }
            if seconds > Int64(collector.now) {
                collector.skipped.unsupported += 1
                return nil
            }
        }
        guard let comparisons = STIXPattern.comparisons(in: pattern) else {
            collector.skipped.unsupported += 1
            return nil
        }
        let description = object.name.flatMap { $0.isEmpty ? nil : $0 } ?? object.description
        var problem: String?
        for comparison in comparisons {
            problem = try add(comparison, number, description, expires, into: &collector) ?? problem
        }
        return problem
    }

    private static func add(
        _ comparison: STIXPattern.Comparison, _ number: Int, _ description: String?, _ expires: UInt32?,
        into collector: inout FeedCollector
    ) throws(FeedError) -> String? {
        let result = Array(comparison.value.utf8).withUnsafeBufferPointer { text in
            Result { () throws(FeedError) -> String? in
                guard comparison.kind.isWritten(as: text) else {
                    return "its \(comparison.kind.rawValue) is none"
                }
                return try collector.add(text, at: number, description: description, expires: expires)
            }
        }
        return try result.get()
    }
}

extension STIXPattern.Kind {
    /// Whether the text could be of this kind, before it is read: an address is no name.
    fileprivate func isWritten(as text: UnsafeBufferPointer<UInt8>) -> Bool {
        switch self {
        case .ipv4: IPv4Text.read(text) != nil && !text.contains(UInt8(ascii: "-"))
        case .ipv6:
            text.contains(UInt8(ascii: ":")) && !text.contains(UInt8(ascii: "-"))
                && text.count { $0 == UInt8(ascii: "/") } <= 1
        case .name:
            IPv4Text.read(text) == nil && !text.contains { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "*") }
        case .url: text.count { $0 == UInt8(ascii: "/") } >= 2
        }
    }
}
