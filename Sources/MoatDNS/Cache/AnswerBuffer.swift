/// Fields of a message that is written in place. The caller has checked that there is room.
extension UnsafeMutableBufferPointer<UInt8> {
    func set(_ value: UInt16, at place: Int) {
        self[place] = UInt8(value >> 8)
        self[place + 1] = UInt8(value & 0xff)
    }

    func set(_ value: UInt32, at place: Int) {
        set(UInt16(value >> 16), at: place)
        set(UInt16(value & 0xffff), at: place + 2)
    }

    func uint16(at place: Int) -> UInt16 {
        UInt16(self[place]) << 8 | UInt16(self[place + 1])
    }

    func uint32(at place: Int) -> UInt32 {
        UInt32(uint16(at: place)) << 16 | UInt32(uint16(at: place + 2))
    }

    /// Adds our OPT record to an answer of which `place` bytes are written; its size. OPT goes
    /// from hop to hop (RFC 6891, section 6.2.6), so it is ours and not the server's; of what
    /// the server said there, the extended error is handed on.
    func appendOPT(
        at place: Int, query: ClientQuery, code: DNSResponseCode, ownSize: Int, option: [UInt8]
    ) -> Int {
        self[place] = 0
        set(DNSType.opt.rawValue, at: place + 1)
        set(UInt16(truncatingIfNeeded: ownSize), at: place + 3)
        self[place + 5] = UInt8(truncatingIfNeeded: code.rawValue >> 4)
        self[place + 6] = 0
        set(UInt16(query.dnssecOK ? 0x8000 : 0), at: place + 7)
        set(UInt16(truncatingIfNeeded: option.count), at: place + 9)
        for (index, byte) in option.enumerated() { self[place + 11 + index] = byte }
        set(uint16(at: 10) &+ 1, at: 10)
        return 11 + option.count
    }

    /// Writes an answer without records: an error, or what the proxy answers by itself.
    func writeEmptyAnswer(
        to query: ClientQuery, request: Span<UInt8>, code: DNSResponseCode, ownSize: Int,
        extendedError: ExtendedError? = nil
    ) -> (size: Int, flags: DNSFlags) {
        let hasQuestion = query.nameEnd > 0
        let end = hasQuestion ? query.nameEnd + 4 : DNSMessage.headerSize
        for index in 0..<DNSMessage.headerSize { self[index] = 0 }
        for index in DNSMessage.headerSize..<end { self[index] = request[index] }
        var flags = query.flags.intersection([.recursionDesired, .checkingDisabled])
        flags.formUnion([.response, .recursionAvailable])
        flags = DNSFlags(rawValue: flags.rawValue | query.flags.opcode << 11)
        flags.responseCode = code.rawValue & 0xf
        set(query.id, at: 0)
        set(flags.rawValue, at: 2)
        self[5] = hasQuestion ? 1 : 0
        guard query.hasEDNS else { return (end, flags) }
        return (
            end
                + appendOPT(
                    at: end, query: query, code: code, ownSize: ownSize, option: extendedError?.option ?? []),
            flags
        )
    }
}
