import MoatModel

/// What an answer says about the name that was asked for, its CNAME chain followed. Records
/// that the chain does not lead to are not believed.
struct AnswerChain {
    /// Longer chains end here; resolvers give up at about as many.
    static let maximumLength = 16

    /// The addresses of A and AAAA records at the end of the chain, and hints in HTTPS records.
    private(set) var addresses: [IPAddress] = []
    /// Whether the chain ends in a record of the type asked for.
    private(set) var isPositive = false

    init(_ message: DNSMessage, _ question: DNSQuestion) {
        var targets: [[UInt8]: DNSName] = [:]
        for record in message.answers where record.type == .cname {
            targets[record.name.lowercased.wire] = record.target
        }
        var name = question.name.lowercased
        if question.type != .cname {
            for _ in 0..<Self.maximumLength {
                guard let target = targets[name.wire] else { break }
                name = target.lowercased
            }
        }
        for record in message.answers where record.type == question.type && record.name.lowercased == name {
            isPositive = true
            addresses += Self.addresses(in: record)
        }
    }

    /// The addresses that a record brings.
    static func addresses(in record: DNSRecord) -> [IPAddress] {
        switch record.type {
        case .a, .aaaa: [IPAddress(networkOrder: record.data)].compactMap { $0 }
        case .https, .svcb:
            (try? ServiceBinding(record.data))?.hints.compactMap { IPAddress(networkOrder: $0) } ?? []
        default: []
        }
    }
}

extension IPAddress {
    /// From 4 or 16 bytes.
    init?(networkOrder bytes: [UInt8]) {
        let number = bytes.reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
        switch bytes.count {
        case 4: self.init(number: number, family: .ipv4)
        case 16: self.init(number: number, family: .ipv6)
        default: return nil
        }
    }
}
