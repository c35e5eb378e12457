extension ClientHello {
    private enum Extension {
        static let serverName = 0
        static let applicationProtocols = 16
        static let encryptedClientHello = 0xfe0d
    }

    /// Reads the body of the handshake message; nil where it is malformed.
    ///
    ///     version (2) | random (32) | session id <0..32> | cipher suites <2..>
    ///       | compression methods <1..> | extensions <0..>, none of them in old clients
    init?(parsing body: ArraySlice<UInt8>) {
        self.init()
        var reader = ByteReader(body)
        guard reader.bytes(2 + 32) != nil, let session = reader.vector8(), session.count <= 32,
            let suites = reader.vector16(), suites.count >= 2, suites.count % 2 == 0,
            let compression = reader.vector8(), compression.count >= 1
        else { return nil }
        guard !reader.isAtEnd else { return }
        guard var extensions = reader.vector16(), reader.isAtEnd else { return nil }
        var seen: Set<Int> = []
        while !extensions.isAtEnd {
            guard let type = extensions.uint16(), let data = extensions.vector16(),
                // Two of a type are forbidden (RFC 8446, section 4.2): the server could go by
                // the other one. Unknown types, GREASE among them, mean nothing here.
                seen.insert(type).inserted
            else { return nil }
            switch type {
            case Extension.serverName:
                guard let name = Self.serverName(data) else { return nil }
                serverName = name
            case Extension.applicationProtocols:
                guard let protocols = Self.protocols(data) else { return nil }
                applicationProtocols = protocols
            case Extension.encryptedClientHello: offersECH = true
            default: break
            }
        }
    }

    /// RFC 6066, section 3: a list of names, of which one type is defined and one of each type
    /// allowed.
    private static func serverName(_ data: ByteReader) -> String? {
        var data = data
        guard var list = data.vector16(), data.isAtEnd, !list.isAtEnd else { return nil }
        var hostName: String?
        while !list.isAtEnd {
            guard let type = list.uint8(), let name = list.vector16() else { return nil }
            guard type == 0 else { continue }
            guard hostName == nil else { return nil }
            hostName = name.text
        }
        return hostName
    }

    /// RFC 7301, section 3.1.
    private static func protocols(_ data: ByteReader) -> [String]? {
        var data = data
        guard var list = data.vector16(), data.isAtEnd, !list.isAtEnd else { return nil }
        var protocols: [String] = []
        while !list.isAtEnd {
            guard let name = list.vector8(), !name.isAtEnd else { return nil }
            protocols.append(name.text)
        }
        return protocols
    }
}
