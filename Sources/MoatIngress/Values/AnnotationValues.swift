import MoatModel

/// Readers of the values of annotations; each throws what would be right.
enum AnnotationValues {
    static func bool(_ text: String) throws(ValueRefusal) -> Bool {
        switch text {
        case "true": true
        case "false": false
        default: throw ValueRefusal("'true' or 'false'")
        }
    }

    /// A whole number without sign, in the range.
    static func number(_ text: String, in range: ClosedRange<Int>) throws(ValueRefusal) -> Int {
        guard text.utf8.count <= 18, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text),
            range.contains(number)
        else { throw ValueRefusal("a number from \(range.lowerBound) to \(range.upperBound)") }
        return number
    }

    /// Seconds: a number, with an `s` at its end or without.
    static func seconds(_ text: String) throws(ValueRefusal) -> Int {
        let digits = text.hasSuffix("s") ? String(text.dropLast()) : text
        guard let seconds = try? number(digits, in: 1...86_400) else {
            throw ValueRefusal("a number of seconds from 1 to 86400")
        }
        return seconds
    }

    /// Bytes, as nginx has sizes: a number, or one with `k`, `m` or `g` (powers of 1024) at its end.
    static func bytes(_ text: String) throws(ValueRefusal) -> Int64 {
        let units: [Character: Int64] = [
            "k": 1 << 10, "K": 1 << 10, "m": 1 << 20, "M": 1 << 20, "g": 1 << 30, "G": 1 << 30,
        ]
        let unit = text.last.flatMap { units[$0] }
        let digits = unit == nil ? text : String(text.dropLast())
        guard let number = try? number(digits, in: 0...(1 << 40)) else {
            throw ValueRefusal("a size such as 512k, 8m or 1g, at most 1024g, or 0 for no limit")
        }
        let (bytes, overflow) = Int64(number).multipliedReportingOverflow(by: unit ?? 1)
        guard !overflow, bytes <= 1 << 40 else { throw ValueRefusal("at most 1024g") }
        return bytes
    }

    /// Addresses and prefixes between commas.
    static func prefixes(_ text: String) throws(ValueRefusal) -> [IPPrefix] {
        let refusal = ValueRefusal("1 to 256 IP addresses or CIDR prefixes between commas")
        guard text.utf8.count <= 16_384 else { throw refusal }
        var prefixes: [IPPrefix] = []
        for item in text.split(separator: ",", omittingEmptySubsequences: false) {
            let trimmed = String(item.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
            guard let prefix = IPPrefix(trimmed) ?? IPAddress(trimmed).map({ IPPrefix($0) }) else { throw refusal }
            prefixes.append(prefix)
        }
        guard prefixes.count <= 256 else { throw refusal }
        return prefixes
    }

    /// Ids of rules between commas; rising, each once.
    static func ruleIDs(_ text: String) throws(ValueRefusal) -> [Int] {
        let refusal = ValueRefusal("1 to 100 ids of rules, from 900000 to 999999, between commas")
        guard text.utf8.count <= 2048 else { throw refusal }
        var ids: Set<Int> = []
        for item in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let id = try? number(String(item.filter { $0 != " " }), in: 900_000...999_999) else { throw refusal }
            ids.insert(id)
        }
        guard ids.count <= 100 else { throw refusal }
        return ids.sorted()
    }
}
