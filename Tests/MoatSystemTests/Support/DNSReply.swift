import MoatModel

/// An answer of a DNS server, as a client reads it (RFC 1035, section 4).
struct DNSReply {
    struct Record: Hashable {
        var type: UInt16
        var ttl: UInt32
        var data: [UInt8]

        /// Of A and AAAA records.
        var address: IPAddress? {
            switch (type, data.count) {
            case (1, 4): .v4(IPv4Address(rawValue: data.reduce(0) { $0 << 8 | UInt32($1) }))
            case (28, 16): .v6(IPv6Address(rawValue: data.reduce(0) { $0 << 8 | UInt128($1) }))
            default: nil
            }
        }
    }

    var identifier: UInt16
    var flags: UInt16
    /// The name of the question, as it came back, upper and lower case included.
    var name: String
    var records: [Record] = []

    /// 0 for an answer, 2 for a failure, 3 for a name that does not exist, 5 for a refusal.
    var code: UInt16 { flags & 15 }
    var isTruncated: Bool { flags & 0x0200 != 0 }
    var addresses: Set<IPAddress> { Set(records.compactMap(\.address)) }

    /// Nil for what is no answer to one question.
    init?(_ bytes: [UInt8]) {
        func number(_ offset: Int) -> UInt16 { UInt16(bytes[offset]) << 8 | UInt16(bytes[offset + 1]) }
        guard bytes.count >= 12, number(4) == 1 else { return nil }
        (identifier, flags) = (number(0), number(2))
        var labels: [String] = []
        var offset = 12
        while offset < bytes.count, bytes[offset] != 0 {
            let end = offset + 1 + Int(bytes[offset])
            guard end < bytes.count else { return nil }
            labels.append(String(decoding: bytes[offset + 1..<end], as: UTF8.self))
            offset = end
        }
        name = labels.joined(separator: ".")
        offset += 5
        for _ in 0..<number(6) {
            while offset < bytes.count, bytes[offset] != 0, bytes[offset] < 0xc0 { offset += 1 + Int(bytes[offset]) }
            guard offset < bytes.count else { return nil }
            offset += bytes[offset] == 0 ? 1 : 2
            guard offset + 10 <= bytes.count else { return nil }
            let end = offset + 10 + Int(number(offset + 8))
            guard end <= bytes.count else { return nil }
            records.append(
                Record(
                    type: number(offset), ttl: UInt32(number(offset + 4)) << 16 | UInt32(number(offset + 6)),
                    data: Array(bytes[offset + 10..<end])))
            offset = end
        }
    }

    /// The bytes of a question.
    static func question(_ name: String, type: UInt16, identifier: UInt16) -> [UInt8] {
        func big(_ value: UInt16) -> [UInt8] { [UInt8(value >> 8), UInt8(value & 0xff)] }
        let labels = name.split(separator: ".").flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) }
        return big(identifier) + [1, 0, 0, 1, 0, 0, 0, 0, 0, 0] + labels + [0] + big(type) + [0, 1]
    }
}
