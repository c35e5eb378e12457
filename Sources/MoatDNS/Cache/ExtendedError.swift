/// Why an answer is a failure, for clients that show it (RFC 8914).
struct ExtendedError: Hashable, Sendable {
    /// Blocked by a policy of whoever runs the resolver.
    static let blocked: UInt16 = 15
    static let notSupported: UInt16 = 21
    static let noReachableAuthority: UInt16 = 22

    var code: UInt16
    var text: String

    /// At most 128 bytes of text, so that every buffer has room.
    var option: [UInt8] {
        let text = self.text.utf8.prefix(128)
        var bytes: [UInt8] = []
        bytes.append(uint16: EDNS.extendedError)
        bytes.append(uint16: UInt16(text.count + 2))
        bytes.append(uint16: code)
        return bytes + text
    }
}
