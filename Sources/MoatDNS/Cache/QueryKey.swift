/// What makes two queries the same to the cache: name in lower case, type, class, and whether
/// DNSSEC records are wanted (DO) and unchecked data taken (CD).
///
///     name (1 to 255) | type (2) | class (2) | DO, CD (1)
enum QueryKey {
    static let maximumSize = DNSName.maximumLength + tailSize
    static let tailSize = 5

    /// Writes what comes after the name and returns the size of the key.
    static func finish(
        _ key: UnsafeMutableBufferPointer<UInt8>, nameSize: Int, type: DNSType, recordClass: DNSClass,
        dnssecOK: Bool, checkingDisabled: Bool
    ) -> Int {
        key[nameSize] = UInt8(type.rawValue >> 8)
        key[nameSize + 1] = UInt8(type.rawValue & 0xff)
        key[nameSize + 2] = UInt8(recordClass.rawValue >> 8)
        key[nameSize + 3] = UInt8(recordClass.rawValue & 0xff)
        key[nameSize + 4] = (dnssecOK ? 1 : 0) | (checkingDisabled ? 2 : 0)
        return nameSize + tailSize
    }

    static func bytes(_ question: DNSQuestion, dnssecOK: Bool = false, checkingDisabled: Bool = false) -> [UInt8] {
        var key = question.name.lowercased.wire
        key.append(uint16: question.type.rawValue)
        key.append(uint16: question.recordClass.rawValue)
        key.append((dnssecOK ? 1 : 0) | (checkingDisabled ? 2 : 0))
        return key
    }

    /// The question that a key stands for.
    static func question(_ key: [UInt8]) -> DNSQuestion {
        let tail = key.count - tailSize
        return DNSQuestion(
            name: DNSName(validWire: Array(key[..<tail])),
            type: DNSType(rawValue: UInt16(key[tail]) << 8 | UInt16(key[tail + 1])),
            recordClass: DNSClass(rawValue: UInt16(key[tail + 2]) << 8 | UInt16(key[tail + 3])))
    }
}
