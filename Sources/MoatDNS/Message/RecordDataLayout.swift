/// Where names are in the data of a record. Only these types may have compressed names in it
/// (RFC 3597, section 4), so the data of all others can be taken as it is.
enum RecordDataLayout {
    enum Field {
        case bytes(Int)
        /// A length of one byte, and as many bytes.
        case text
        case name
        case rest
    }

    static func fields(of type: DNSType) -> [Field]? {
        switch type.rawValue {
        case 1: [.bytes(4)]
        case 28: [.bytes(16)]
        // NS, MD, MF, CNAME, MB, MG, MR, PTR, NSAP-PTR, DNAME
        case 2, 3, 4, 5, 7, 8, 9, 12, 23, 39: [.name]
        case 6: [.name, .name, .bytes(20)]
        // MINFO, RP
        case 14, 17: [.name, .name]
        // MX, AFSDB, RT, KX
        case 15, 18, 21, 36: [.bytes(2), .name]
        // SIG
        case 24: [.bytes(18), .name, .rest]
        // PX
        case 26: [.bytes(2), .name, .name]
        // NXT
        case 30: [.name, .rest]
        // SRV
        case 33: [.bytes(6), .name]
        // NAPTR
        case 35: [.bytes(4), .text, .text, .text, .name]
        default: nil
        }
    }

    /// Whether names in the data may be compressed when it is written: only those types that
    /// every implementation knows.
    static func mayCompress(_ type: DNSType) -> Bool {
        switch type {
        case .ns, .cname, .soa, .ptr, .mx: true
        default: false
        }
    }

    /// Reads record data of `length` bytes and takes the compression out of it.
    static func read(
        _ type: DNSType, length: Int, from reader: inout DNSReader
    ) throws(DNSMessageError) -> [UInt8] {
        guard let fields = fields(of: type) else { return Array(try reader.bytes(length)) }
        guard length <= reader.bytes.count - reader.place else { throw .truncated }
        let end = reader.place + length
        var data: [UInt8] = []
        for field in fields {
            switch field {
            case .bytes(let count): data.append(contentsOf: try reader.bytes(count))
            case .text:
                let count = try reader.uint8()
                data.append(count)
                data.append(contentsOf: try reader.bytes(Int(count)))
            case .name: data.append(contentsOf: try reader.name().wire)
            case .rest: data.append(contentsOf: try reader.bytes(end - reader.place))
            }
            guard reader.place <= end else { throw .badRecordData }
        }
        guard reader.place == end else { throw .badRecordData }
        return data
    }
}
