/// The data of an SVCB or HTTPS record (RFC 9460, section 2.2).
///
///     SvcPriority (2) | TargetName | { SvcParamKey (2) | length (2) | value }…
struct ServiceBinding: Hashable, Sendable {
    enum Key {
        static let mandatory: UInt16 = 0
        static let ipv4Hint: UInt16 = 4
        static let encryptedClientHello: UInt16 = 5
        static let ipv6Hint: UInt16 = 6
    }

    var priority: UInt16
    var target: DNSName
    var parameters: [EDNS.Option]

    /// Throws for what RFC 9460 calls malformed: keys that are not in order among it.
    init(_ data: [UInt8]) throws(DNSMessageError) {
        var reader = DNSReader(data)
        priority = try reader.uint16()
        target = try reader.name()
        parameters = []
        while !reader.isAtEnd {
            let key = try reader.uint16()
            let length = Int(try reader.uint16())
            guard parameters.last.map({ $0.code < key }) ?? true else { throw .badRecordData }
            parameters.append(EDNS.Option(code: key, data: Array(try reader.bytes(length))))
        }
    }

    var data: [UInt8] {
        var data: [UInt8] = []
        data.append(uint16: priority)
        data.append(contentsOf: target.wire)
        for parameter in parameters {
            data.append(uint16: parameter.code)
            data.append(uint16: UInt16(truncatingIfNeeded: parameter.data.count))
            data.append(contentsOf: parameter.data)
        }
        return data
    }

    /// Takes the keys for Encrypted ClientHello out, so that clients send the name in the
    /// clear; also from the list of keys that a client must understand.
    mutating func removeEncryptedClientHello() {
        parameters.removeAll { $0.code == Key.encryptedClientHello }
        guard let index = parameters.firstIndex(where: { $0.code == Key.mandatory }) else { return }
        var keys: [UInt8] = []
        let old = parameters[index].data
        for place in stride(from: 0, to: old.count - 1, by: 2) {
            let key = UInt16(old[place]) << 8 | UInt16(old[place + 1])
            if key != Key.encryptedClientHello { keys.append(uint16: key) }
        }
        if keys.isEmpty { parameters.remove(at: index) } else { parameters[index].data = keys }
    }

    /// The addresses that a client may use without asking for them, each 4 or 16 bytes.
    var hints: [[UInt8]] {
        parameters.flatMap { parameter -> [[UInt8]] in
            let size: Int
            switch parameter.code {
            case Key.ipv4Hint: size = 4
            case Key.ipv6Hint: size = 16
            default: return []
            }
            return stride(from: 0, through: parameter.data.count - size, by: size).map {
                Array(parameter.data[$0..<$0 + size])
            }
        }
    }
}

extension DNSMessage {
    /// Takes `ech` out of SVCB and HTTPS records. One whose data is malformed is taken out as a
    /// whole: a client could read in it what we cannot.
    public mutating func removeEncryptedClientHello() {
        func cleaned(_ records: [DNSRecord]) -> [DNSRecord] {
            records.compactMap { record in
                guard record.type == .https || record.type == .svcb else { return record }
                guard var binding = try? ServiceBinding(record.data) else { return nil }
                binding.removeEncryptedClientHello()
                var record = record
                record.data = binding.data
                return record
            }
        }
        answers = cleaned(answers)
        authority = cleaned(authority)
        additional = cleaned(additional)
    }
}
