import MoatLogs
import MoatModel

/// An answer in the form in which it is given: bytes to copy, in which only the id, flags, the
/// case of the name and the TTLs have yet to be set. Belongs to the loop.
final class StoredAnswer {
    let key: [UInt8]
    let question: DNSQuestion
    /// With id 0 and the name of the question in lower case; without OPT.
    let wire: [UInt8]
    private let timeToLivePlaces: [Int]
    let responseCode: DNSResponseCode
    /// An extended error (RFC 8914) that the server gave, as an option; else empty.
    private let extendedError: [UInt8]
    let addresses: [IPAddress]
    /// On the monotonic clock, in nanoseconds; equal where the answer must not be kept.
    let storedAt: UInt64
    let expiresAt: UInt64

    /// The columns of the log that are the same every time.
    let nameText: String
    let typeText: String
    let classText: String
    let codeText: String

    /// Set where it was used since the cache last looked for room. Not so at first: names that
    /// are asked for once must not drive out those that are asked for again.
    var isReferenced = false
    /// The policy by which `learnedUntil` was set.
    var generation: UInt64 = 0
    /// Until when it may be given without asking whether its addresses are learned.
    var learnedUntil: UInt64 = 0

    /// Nil where the answer would not fit a message.
    init?(
        _ message: DNSMessage, question: DNSQuestion, dnssecOK: Bool, checkingDisabled: Bool, lifetime: AnswerLifetime,
        now: UInt64
    ) {
        key = QueryKey.bytes(question, dnssecOK: dnssecOK, checkingDisabled: checkingDisabled)
        self.question = DNSQuestion(
            name: question.name.lowercased, type: question.type, recordClass: question.recordClass)
        responseCode = message.responseCode
        extendedError =
            message.edns?.options.first { $0.code == EDNS.extendedError && $0.data.count <= 256 }.map { option in
                var bytes: [UInt8] = []
                bytes.append(uint16: option.code)
                bytes.append(uint16: UInt16(truncatingIfNeeded: option.data.count))
                return bytes + option.data
            } ?? []
        let chain = AnswerChain(message, self.question)
        addresses = chain.addresses
        storedAt = now
        let seconds = lifetime.seconds(message, isNegative: !chain.isPositive)
        expiresAt = now &+ UInt64(seconds) * 1_000_000_000
        nameText = self.question.name.description
        typeText = question.type.description
        classText = question.recordClass.description
        codeText = message.responseCode.description

        var kept = message
        kept.id = 0
        kept.edns = nil
        kept.questions = [self.question]
        kept.flags = [.response, .recursionAvailable]
        kept.flags.formUnion(message.flags.intersection(.authenticData))
        kept.flags.responseCode = message.flags.responseCode
        var writer = DNSWriter()
        writer.write(kept)
        wire = writer.bytes
        timeToLivePlaces = writer.timeToLivePlaces
        guard wire.count <= DNSMessage.maximumSize - 512 else { return nil }
    }

    /// What it costs to keep, in bytes; about.
    var cost: Int {
        wire.count + 2 * key.count + 8 * timeToLivePlaces.count + 32 * addresses.count + extendedError.count + 320
    }

    /// Writes the answer to a query. `request` is the client's message, `limit` the size that
    /// its answer may have: a longer one is left out and marked as truncated (RFC 2181,
    /// section 9). `buffer` must have room for `limit` and 12 bytes more than a question.
    func render(
        to query: ClientQuery, request: Span<UInt8>, into buffer: UnsafeMutableBufferPointer<UInt8>, limit: Int,
        ownSize: Int, now: UInt64
    ) -> (size: Int, flags: DNSFlags) {
        let additional = query.hasEDNS ? 11 + extendedError.count : 0
        let isTruncated = wire.count + additional > limit
        var size = isTruncated ? query.nameEnd + 4 : wire.count
        wire.withUnsafeBytes { bytes in
            // What is kept of a truncated answer has the size of the question in both.
            UnsafeMutableRawBufferPointer(buffer).copyMemory(
                from: UnsafeRawBufferPointer(rebasing: bytes.prefix(min(size, buffer.count))))
        }
        for index in DNSMessage.headerSize..<query.nameEnd { buffer[index] = request[index] }

        var flags = DNSFlags(rawValue: UInt16(buffer[2]) << 8 | UInt16(buffer[3]))
        flags.formUnion(query.flags.intersection([.recursionDesired, .checkingDisabled]))
        // RFC 6840, section 5.8: only for those who ask for it.
        if !query.dnssecOK, !query.flags.contains(.authenticData) { flags.remove(.authenticData) }
        if isTruncated { flags.insert(.truncated) }
        buffer.set(query.id, at: 0)
        buffer.set(flags.rawValue, at: 2)

        if isTruncated {
            for index in 6..<12 { buffer[index] = 0 }
        } else if now &- storedAt >= 1_000_000_000 {
            let age = UInt32(truncatingIfNeeded: (now &- storedAt) / 1_000_000_000)
            for place in timeToLivePlaces {
                let seconds = buffer.uint32(at: place)
                buffer.set(seconds > age ? seconds - age : 0, at: place)
            }
        }
        if query.hasEDNS {
            size += buffer.appendOPT(
                at: size, query: query, code: responseCode, ownSize: ownSize, option: isTruncated ? [] : extendedError)
        }
        return (size, flags)
    }
}
