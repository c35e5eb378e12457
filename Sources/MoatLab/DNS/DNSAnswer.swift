/// Answers questions from a `DomainTable`.
struct DNSAnswer {
    let table: DomainTable

    /// The answer to a message; nil for one that is not answered.
    /// - Parameter isDatagram: whether it must fit a datagram; where it does not, it is empty
    ///   and marked as cut short, and the client asks again by TCP.
    func bytes(to message: [UInt8], isDatagram: Bool) -> [UInt8]? {
        switch DNSQuery.read(message) {
        case .ignored: return nil
        case .refused(let id, let refusal):
            return Self.header(id, flags: 0x8000 | UInt16(refusal.rawValue), counts: [0, 0, 0, 0])
        case .query(let query):
            let answer = table.answer(query.name, type: query.type)
            let full = Self.message(query, answer, isCut: false)
            let limit = isDatagram ? max(512, min(query.datagramSize ?? 512, 4096)) : 65_535
            return full.count <= limit ? full : Self.message(query, answer, isCut: true)
        }
    }

    private static func message(_ query: DNSQuery, _ answer: DomainTable.Answer, isCut: Bool) -> [UInt8] {
        // An answer, with authority, from a server that asks others too.
        var flags: UInt16 = 0x8000 | 0x0400 | 0x0080
        if query.recursionDesired { flags |= 0x0100 }
        if isCut { flags |= 0x0200 }
        if !answer.exists { flags |= 3 }
        let records = isCut ? [] : answer.records
        let authorities = isCut ? [] : [answer.negative].compactMap { $0 }
        let additions = query.datagramSize == nil ? 0 : 1
        var bytes = header(query.id, flags: flags, counts: [1, records.count, authorities.count, additions])
        bytes += query.question
        for record in records + authorities { bytes += wireForm(of: record, query) }
        // Root, OPT, the size that this server takes, no flags (RFC 6891, section 6.1.2).
        if additions > 0 { bytes += [0, 0, 41, 0x10, 0, 0, 0, 0, 0, 0, 0] }
        return bytes
    }

    private static func header(_ id: UInt16, flags: UInt16, counts: [Int]) -> [UInt8] {
        DNSRecord.bytes(of: id) + DNSRecord.bytes(of: flags)
            + counts.flatMap { DNSRecord.bytes(of: UInt16(truncatingIfNeeded: $0)) }
    }

    private static func wireForm(of record: DNSRecord, _ query: DNSQuery) -> [UInt8] {
        // The question's name stands at byte 12 of every message (RFC 1035, section 4.1.4).
        let name = record.name == query.name ? [0xc0, 12] : DNSRecord.wireForm(of: record.name)
        return name + DNSRecord.bytes(of: record.kind.rawValue) + [0, 1] + DNSRecord.bytes(of: record.ttl)
            + DNSRecord.bytes(of: UInt16(truncatingIfNeeded: record.data.count)) + record.data
    }
}
