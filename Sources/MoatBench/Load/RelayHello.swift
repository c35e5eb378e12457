import Foundation

/// What a client says first through a relay: a ClientHello that curl sent (HTTP/2 offered,
/// OpenSSL 3.0), byte for byte, and a record of one byte that tells the server what to do.
enum RelayHello {
    /// The name in it.
    static let serverName = "registry-1.docker.io"
    /// Of the whole: hello, and the record behind it.
    static let size = helloSize + 6

    private static let helloSize = 517
    /// All but the padding at its end (RFC 7685), which is zeros.
    private static let recorded = """
        FgMBAgABAAH8AwOoaUUEqIDMKzEUObA0Tmrk64v9tfHCHzgd5UJ4nepkRCDzt+jfqFPHj6Ge0J3CjDU0qRbygYUKMf7Gsr0Zp4GF\
        fgA+EwITAxMBwCzAMACfzKnMqMyqwCvALwCewCTAKABrwCPAJwBnwArAFAA5wAnAEwAzAJ0AnAA9ADwANQAvAP8BAAF1AAAAGQAX\
        AAAUcmVnaXN0cnktMS5kb2NrZXIuaW8ACwAEAwABAgAKABYAFAAdABcAHgAZABgBAAEBAQIBAwEEABAADgAMAmgyCGh0dHAvMS4x\
        ABYAAAAXAAAAMQAAAA0AKgAoBAMFAwYDCAcICAgJCAoICwgECAUIBgQBBQEGAQMDAwEDAgQCBQIGAgArAAkIAwQDAwMCAwEALQAC\
        AQEAMwAmACQAHQAgHvQjpgIZ3qT3T+cjuyiYg78BB+tWEVQDYjlsH5VyVSIAFQCp
        """

    /// What the server is to do with a connection.
    enum Wish: UInt8 {
        /// Send an answer of the size of a ServerHello with certificates, and close.
        case answer = 0x61
        /// The same, and keep the connection open.
        case hold = 0x68
        /// Send zeros for as long as they are taken.
        case zeros = 0x7a
    }

    static let answerSize = 4096

    static func bytes(_ wish: Wish) -> [UInt8] {
        var bytes = Array(Data(base64Encoded: recorded) ?? Data())
        bytes += [UInt8](repeating: 0, count: helloSize - bytes.count)
        return bytes + [0x17, 0x03, 0x03, 0x00, 0x01, wish.rawValue]
    }

    /// An answer: a ServerHello record's head, then what looks like ciphertext.
    static let answer: [UInt8] = [0x16, 0x03, 0x03, 0x0f, 0xfb] + [UInt8](repeating: 0x5a, count: answerSize - 5)
}
