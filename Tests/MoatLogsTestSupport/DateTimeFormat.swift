/// The format `date-time` of JSON Schema: RFC 3339, section 5.6, in UTC, without leap seconds.
enum DateTimeFormat {
    static func holds(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "T"), omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].last == UInt8(ascii: "Z") else { return false }
        let date = numbers(parts[0], separator: "-", lengths: [4, 2, 2])
        let clock = parts[1].dropLast().split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard let date, clock.count <= 2, let first = clock.first,
            let time = numbers(first, separator: ":", lengths: [2, 2, 2])
        else { return false }
        if clock.count == 2, clock[1].isEmpty || !clock[1].allSatisfy(isDigit) { return false }
        return (1...12).contains(date[1]) && (1...days(year: date[0], month: date[1])).contains(date[2])
            && time[0] < 24 && time[1] < 60 && time[2] < 60
    }

    private static func numbers(_ text: Substring.UTF8View, separator: Unicode.Scalar, lengths: [Int]) -> [Int]? {
        let parts = text.split(separator: UInt8(ascii: separator), omittingEmptySubsequences: false)
        guard parts.map(\.count) == lengths, parts.allSatisfy({ $0.allSatisfy(isDigit) }) else { return nil }
        return parts.compactMap { Int(String(decoding: $0, as: UTF8.self)) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func days(year: Int, month: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
