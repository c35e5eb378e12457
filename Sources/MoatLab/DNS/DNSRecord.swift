import FoundationEssentials
import MoatModel

/// A resource record of an answer.
struct DNSRecord: Hashable {
    /// RFC 1035, section 3.2.2; RFC 3596; RFC 9460
    enum Kind: UInt16 {
        case a = 1
        case cname = 5
        case soa = 6
        case aaaa = 28
        case https = 65
    }

    var name: String
    var kind: Kind
    var ttl: UInt32
    var data: [UInt8]

    init(_ name: String, _ kind: Kind, ttl: UInt32, data: [UInt8]) {
        self.name = name
        self.kind = kind
        self.ttl = ttl
        self.data = data
    }

    static func address(_ name: String, _ address: IPAddress, ttl: UInt32) -> DNSRecord {
        switch address {
        case .v4(let address): DNSRecord(name, .a, ttl: ttl, data: bytes(of: address.rawValue))
        case .v6(let address): DNSRecord(name, .aaaa, ttl: ttl, data: bytes(of: address.rawValue))
        }
    }

    static func alias(_ name: String, _ target: String, ttl: UInt32) -> DNSRecord {
        DNSRecord(name, .cname, ttl: ttl, data: wireForm(of: target))
    }

    /// An HTTPS record for the name itself: priority 1, the owner as target, HTTP/2 and
    /// HTTP/1.1, and the configuration for Encrypted Client Hello.
    static func https(_ name: String, ech: [UInt8], ttl: UInt32) -> DNSRecord {
        let protocols = ["h2", "http/1.1"].flatMap { [UInt8($0.utf8.count)] + $0.utf8 }
        let parameters = parameter(1, protocols) + parameter(5, ech)
        return DNSRecord(name, .https, ttl: ttl, data: [0, 1, 0] + parameters)
    }

    /// What an answer that there is none is kept for, in seconds (RFC 2308). The owner is the
    /// root: one server answers for the whole internet of a lab.
    static func negative(ttl: UInt32) -> DNSRecord {
        let numbers = [1, 3600, 600, 86_400, ttl].flatMap { bytes(of: $0) }
        return DNSRecord(
            "", .soa, ttl: ttl, data: wireForm(of: "ns.lab") + wireForm(of: "hostmaster.lab") + numbers)
    }

    /// Labels with their lengths, and the root (RFC 1035, section 3.1).
    static func wireForm(of name: String) -> [UInt8] {
        name.split(separator: ".").flatMap { [UInt8(truncatingIfNeeded: $0.utf8.count)] + $0.utf8 } + [0]
    }

    static func bytes(of number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }

    private static func parameter(_ key: UInt16, _ value: [UInt8]) -> [UInt8] {
        bytes(of: key) + bytes(of: UInt16(truncatingIfNeeded: value.count)) + value
    }
}
