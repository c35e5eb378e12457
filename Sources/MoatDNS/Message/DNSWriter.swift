/// Writes a message, names compressed (RFC 1035, section 4.1.4).
struct DNSWriter {
    private(set) var bytes: [UInt8] = []
    /// Where the TTLs of the records are.
    private(set) var timeToLivePlaces: [Int] = []
    /// Where each name, in lower case, was written first. Upper and lower case are the same
    /// here, so that what a name of the answer shares with the question is in the client's
    /// case, whatever case the server was asked in.
    private var names: [ArraySlice<UInt8>: Int] = [:]

    mutating func write(_ message: DNSMessage) {
        bytes.append(uint16: message.id)
        bytes.append(uint16: message.flags.rawValue)
        bytes.append(uint16: UInt16(truncatingIfNeeded: message.questions.count))
        bytes.append(uint16: UInt16(truncatingIfNeeded: message.answers.count))
        bytes.append(uint16: UInt16(truncatingIfNeeded: message.authority.count))
        bytes.append(uint16: UInt16(truncatingIfNeeded: message.additional.count + (message.edns == nil ? 0 : 1)))
        for question in message.questions {
            name(question.name)
            bytes.append(uint16: question.type.rawValue)
            bytes.append(uint16: question.recordClass.rawValue)
        }
        for record in message.answers + message.authority + message.additional { self.record(record) }
        if let edns = message.edns { record(edns.record) }
    }

    private mutating func record(_ record: DNSRecord) {
        name(record.name)
        bytes.append(uint16: record.type.rawValue)
        bytes.append(uint16: record.recordClass.rawValue)
        if record.type != .opt { timeToLivePlaces.append(bytes.count) }
        bytes.append(uint32: record.timeToLive)
        let lengthPlace = bytes.count
        bytes.append(uint16: 0)
        data(of: record)
        let length = UInt16(truncatingIfNeeded: bytes.count - lengthPlace - 2)
        bytes[lengthPlace] = UInt8(length >> 8)
        bytes[lengthPlace + 1] = UInt8(length & 0xff)
    }

    private mutating func data(of record: DNSRecord) {
        guard RecordDataLayout.mayCompress(record.type), let fields = RecordDataLayout.fields(of: record.type) else {
            bytes.append(contentsOf: record.data)
            return
        }
        var reader = DNSReader(record.data)
        for field in fields {
            switch field {
            case .bytes(let count):
                if let field = try? reader.bytes(count) { bytes.append(contentsOf: field) }
            case .name:
                if let name = try? reader.name() { self.name(name) }
            case .text, .rest: break
            }
        }
    }

    private mutating func name(_ name: DNSName) {
        let lowercased = name.lowercased.wire
        var place = 0
        while name.wire[place] != 0 {
            if let earlier = names[lowercased[place...]] {
                bytes.append(uint16: 0xc000 | UInt16(earlier))
                return
            }
            if bytes.count < 0x4000 { names[lowercased[place...]] = bytes.count }
            let end = place + 1 + Int(name.wire[place])
            bytes.append(contentsOf: name.wire[place..<end])
            place = end
        }
        bytes.append(0)
    }
}
