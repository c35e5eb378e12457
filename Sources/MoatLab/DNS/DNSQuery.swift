/// A question as it came off the wire.
struct DNSQuery: Hashable {
    /// Why a message is not answered with records (RFC 1035, section 4.1.1).
    enum Refusal: UInt8 {
        case malformed = 1
        case notImplemented = 4
        case refused = 5
    }

    enum Reading: Hashable {
        case query(DNSQuery)
        /// Answered by its header alone.
        case refused(id: UInt16, Refusal)
        /// Not answered at all: too short for a header, or an answer itself.
        case ignored
    }

    var id: UInt16
    var recursionDesired: Bool
    /// The name, type and class as they came, to be sent back letter by letter: clients vary
    /// upper and lower case and look for it in the answer.
    var question: [UInt8]
    /// Lower case, without the dot at the end; empty for the root.
    var name: String
    /// A number, since most of the types are none of `DNSRecord.Kind`.
    var type: UInt16
    /// The size of a datagram that the client takes, by EDNS (RFC 6891); nil where it says
    /// none.
    var datagramSize: Int?

    static func read(_ bytes: [UInt8]) -> Reading {
        var reader = Reader(bytes: bytes)
        guard let id = reader.number(), let flags = reader.number(), flags & 0x8000 == 0,
            let questions = reader.number(), let answers = reader.number(), let authorities = reader.number(),
            let additions = reader.number()
        else { return .ignored }
        guard flags >> 11 & 0xf == 0 else { return .refused(id: id, .notImplemented) }
        let start = reader.position
        guard questions == 1, answers == 0, authorities == 0, let name = reader.name(),
            let type = reader.number(), let classNumber = reader.number()
        else { return .refused(id: id, .malformed) }
        guard classNumber == 1 else { return .refused(id: id, .refused) }
        var query = DNSQuery(
            id: id, recursionDesired: flags & 0x100 != 0, question: Array(bytes[start..<reader.position]), name: name,
            type: type)
        if additions > 0 { query.datagramSize = reader.datagramSize() }
        return .query(query)
    }

    private struct Reader {
        let bytes: [UInt8]
        var position = 0

        mutating func byte() -> UInt8? {
            guard position < bytes.count else { return nil }
            defer { position += 1 }
            return bytes[position]
        }

        mutating func number() -> UInt16? {
            guard let high = byte(), let low = byte() else { return nil }
            return UInt16(high) << 8 | UInt16(low)
        }

        /// A name in full; a question has nothing before it that it could point to.
        mutating func name() -> String? {
            var labels: [String] = []
            let start = position
            while let length = byte() {
                if length == 0 { return labels.joined(separator: ".").lowercased() }
                guard length < 64, position + Int(length) <= bytes.count, position - start + Int(length) < 255 else {
                    return nil
                }
                labels.append(String(decoding: bytes[position..<position + Int(length)], as: UTF8.self))
                position += Int(length)
            }
            return nil
        }

        /// Of the OPT record, where that is the first addition.
        mutating func datagramSize() -> Int? {
            guard byte() == 0, number() == 41, let size = number() else { return nil }
            return Int(size)
        }
    }
}
