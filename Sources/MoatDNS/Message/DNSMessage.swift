/// A DNS message (RFC 1035, section 4).
public struct DNSMessage: Hashable, Sendable {
    /// A message over TCP has its length before it in two bytes.
    public static let maximumSize = 65_535
    static let headerSize = 12

    public var id: UInt16
    /// With the lower four bits of the response code.
    public var flags: DNSFlags
    public var questions: [DNSQuestion]
    public var answers: [DNSRecord]
    public var authority: [DNSRecord]
    /// Without the OPT record, which is `edns`.
    public var additional: [DNSRecord]
    public var edns: EDNS?

    public init(
        id: UInt16 = 0, flags: DNSFlags = [], questions: [DNSQuestion] = [], answers: [DNSRecord] = [],
        authority: [DNSRecord] = [], additional: [DNSRecord] = [], edns: EDNS? = nil
    ) {
        self.id = id
        self.flags = flags
        self.questions = questions
        self.answers = answers
        self.authority = authority
        self.additional = additional
        self.edns = edns
    }

    public var responseCode: DNSResponseCode {
        DNSResponseCode(rawValue: UInt16(edns?.upperResponseCode ?? 0) << 4 | flags.responseCode)
    }

    /// Reads a whole message, strictly: nothing may be missing, left over or out of bounds.
    /// Costs at most in proportion to the records, each of which has at least 11 bytes.
    public init(parsing bytes: [UInt8]) throws(DNSMessageError) {
        var reader = DNSReader(bytes)
        id = try reader.uint16()
        flags = DNSFlags(rawValue: try reader.uint16())
        let questionCount = try reader.uint16()
        let answerCount = try reader.uint16()
        let authorityCount = try reader.uint16()
        let additionalCount = try reader.uint16()
        questions = []
        for _ in 0..<questionCount {
            let name = try reader.name()
            let type = DNSType(rawValue: try reader.uint16())
            questions.append(
                DNSQuestion(name: name, type: type, recordClass: DNSClass(rawValue: try reader.uint16())))
        }
        answers = try Self.records(answerCount, from: &reader)
        authority = try Self.records(authorityCount, from: &reader)
        additional = []
        for record in try Self.records(additionalCount, from: &reader) {
            guard record.type == .opt else {
                additional.append(record)
                continue
            }
            guard edns == nil else { throw .badOPT }
            edns = try EDNS(record)
        }
        guard !(answers + authority).contains(where: { $0.type == .opt }) else { throw .badOPT }
        guard reader.isAtEnd else { throw .trailingBytes }
    }

    private static func records(
        _ count: UInt16, from reader: inout DNSReader
    ) throws(DNSMessageError) -> [DNSRecord] {
        var records: [DNSRecord] = []
        for _ in 0..<count {
            let name = try reader.name()
            let type = DNSType(rawValue: try reader.uint16())
            let recordClass = DNSClass(rawValue: try reader.uint16())
            var timeToLive = try reader.uint32()
            // RFC 2181, section 8: a TTL with the top bit set is zero.
            if type != .opt, timeToLive > UInt32(Int32.max) { timeToLive = 0 }
            let length = Int(try reader.uint16())
            records.append(
                DNSRecord(
                    name: name, type: type, recordClass: recordClass, timeToLive: timeToLive,
                    data: try RecordDataLayout.read(type, length: length, from: &reader)))
        }
        return records
    }

    /// The message as it is sent; nil where it would have more than 65,535 bytes.
    public var wire: [UInt8]? {
        var writer = DNSWriter()
        writer.write(self)
        return writer.bytes.count <= Self.maximumSize ? writer.bytes : nil
    }
}
