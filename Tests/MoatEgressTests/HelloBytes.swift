/// Builds ClientHellos byte by byte, as RFC 8446 draws them.
struct HelloBytes {
    var sessionID: [UInt8] = Array(repeating: 7, count: 32)
    var cipherSuites: [UInt8] = [0x13, 0x01, 0x13, 0x02]
    var extensions: [(type: Int, data: [UInt8])] = []
    /// False for clients that know no extensions at all.
    var hasExtensions = true

    init(serverName: String? = nil) {
        // GREASE (RFC 8701): values that nobody knows, on purpose.
        cipherSuites = [0x0a, 0x0a] + cipherSuites
        extensions = [(0x1a1a, [0])]
        if let serverName { extensions.append((0, Self.serverName(serverName))) }
    }

    static func serverName(_ name: String) -> [UInt8] {
        vector16([0] + vector16(Array(name.utf8)))
    }

    static func vector16(_ bytes: [UInt8]) -> [UInt8] {
        [UInt8(bytes.count >> 8 & 0xff), UInt8(bytes.count & 0xff)] + bytes
    }

    /// The handshake message with its header.
    var message: [UInt8] {
        var body: [UInt8] = [3, 3] + Array(repeating: 9, count: 32)
        body += [UInt8(sessionID.count)] + sessionID + Self.vector16(cipherSuites) + [1, 0]
        if hasExtensions {
            body += Self.vector16(
                extensions.flatMap { [UInt8($0.type >> 8), UInt8($0.type & 0xff)] + Self.vector16($0.data) })
        }
        return [1, UInt8(body.count >> 16), UInt8(body.count >> 8 & 0xff), UInt8(body.count & 0xff)] + body
    }

    /// The message in so many records of about equal length.
    func records(_ count: Int = 1) -> [UInt8] {
        let message = message
        return (0..<count).flatMap { index -> [UInt8] in
            Self.record(Array(message[index * message.count / count..<(index + 1) * message.count / count]))
        }
    }

    static func record(_ fragment: [UInt8], type: UInt8 = 22, version: [UInt8] = [3, 1]) -> [UInt8] {
        [type] + version + vector16(fragment)
    }
}
