import MoatModel

/// Reads a hosts file, as block lists are given out: lines of an address that leads nowhere,
/// and names. The names are the entries.
enum HostsReader {
    static func read(_ text: UnsafeBufferPointer<UInt8>, into collector: inout FeedCollector) throws(FeedError) {
        try LineReader.readEntries(
            of: text, into: &collector, content: { $0.slice(0, $0.firstIndex(of: UInt8(ascii: "#")) ?? $0.count) },
            read: readLine)
    }

    private static func readLine(
        _ line: UnsafeBufferPointer<UInt8>, _ number: Int, into collector: inout FeedCollector
    ) throws(FeedError) -> String? {
        guard let end = line.firstIndex(where: \.isBlank) else {
            return "a line is an address and names; a list of names alone needs the format List"
        }
        let names = line.slice(end, line.count).split(whereSeparator: \.isBlank)
            .map { UnsafeBufferPointer(rebasing: $0) }.filter { !isLocal($0) }
        guard !names.isEmpty else { return nil }
        guard leadsNowhere(line.slice(0, end)) else {
            return "the address must be 0.0.0.0, 127.0.0.1, :: or ::1"
        }
        var problem: String?
        for name in names {
            if !isName(name) {
                problem = problem ?? "what follows the address must be names"
            } else if let found = try collector.add(name, at: number) {
                problem = problem ?? found
            }
        }
        return problem
    }

    /// Names of the machine itself, which hosts files have at their beginning, and the address
    /// that some have among them.
    private static func isLocal(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        switch String(decoding: name, as: UTF8.self).lowercased() {
        case "localhost", "localhost.localdomain", "localhost4", "localhost6", "localhost4.localdomain4",
            "localhost6.localdomain6", "broadcasthost", "local", "0.0.0.0":
            true
        case let name: name.hasPrefix("ip6-")
        }
    }

    private static func isName(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        IPv4Text.read(text) == nil
            && !text.contains {
                [UInt8(ascii: "*"), UInt8(ascii: ":"), UInt8(ascii: "/"), UInt8(ascii: "@")].contains($0)
            }
    }

    private static func leadsNowhere(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        switch IPAddress(String(decoding: text, as: UTF8.self)) {
        case .v4(let address): address.rawValue == 0 || address.rawValue >> 24 == 127
        case .v6(let address): address.rawValue <= 1
        case nil: false
        }
    }
}
