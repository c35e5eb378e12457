/// Finds the ClientHello at the beginning of a connection, in bytes as they arrive.
///
///     TLSPlaintext   type 22 | version 3.x | length (2) | fragment            RFC 8446, 5.1
///     Handshake      type 1  | length (3)  | ClientHello                      RFC 8446, 4
///
/// The message may be spread over any number of records, and a record over any number of
/// reads. What follows the message is not looked at. Memory is bounded by `maximumSize`; time
/// is for the caller to bound.
public struct ClientHelloParser: Sendable {
    public enum Progress: Hashable, Sendable {
        case needsMore
        case complete(ClientHello)
        /// Final, as is `complete`: what comes later changes nothing.
        case failed(ClientHelloError)
    }

    /// Bytes on the wire, record headers included, after which a ClientHello must be complete.
    public static let maximumSize = 16 << 10

    private static let recordHeaderSize = 5
    private static let handshakeHeaderSize = 4
    static let handshakeRecord: UInt8 = 22
    private static let clientHello: UInt8 = 1
    /// RFC 8446, section 5.1.
    private static let maximumFragment = 1 << 14

    private var header: [UInt8] = []
    private var leftInRecord = 0
    private var message: [UInt8] = []
    private var received = 0
    public private(set) var progress = Progress.needsMore

    public init() {}

    /// Takes the next bytes of the connection.
    @discardableResult
    public mutating func feed(_ bytes: UnsafeRawBufferPointer) -> Progress {
        var place = 0
        while progress == .needsMore, place < bytes.count {
            guard received < Self.maximumSize else {
                progress = .failed(.tooLarge)
                break
            }
            if leftInRecord == 0 {
                received += 1
                readHeader(bytes[place])
                place += 1
            } else {
                let count = min(leftInRecord, bytes.count - place, Self.maximumSize - received)
                message.append(contentsOf: bytes[place..<place + count])
                place += count
                received += count
                leftInRecord -= count
                readMessage()
            }
        }
        return progress
    }

    private mutating func readHeader(_ byte: UInt8) {
        header.append(byte)
        switch header.count {
        case 1 where byte != Self.handshakeRecord, 2 where byte != 3:
            progress = .failed(message.isEmpty ? .notTLS : .malformed)
        case Self.recordHeaderSize:
            let length = Int(header[3]) << 8 | Int(header[4])
            header.removeAll(keepingCapacity: true)
            // Empty fragments of handshake messages are forbidden; they would cost nothing to
            // send and never end.
            guard (1...Self.maximumFragment).contains(length) else {
                progress = .failed(.malformed)
                return
            }
            leftInRecord = length
        default: break
        }
    }

    private mutating func readMessage() {
        if let type = message.first, type != Self.clientHello {
            progress = .failed(.malformed)
            return
        }
        guard message.count >= Self.handshakeHeaderSize else { return }
        let length = Int(message[1]) << 16 | Int(message[2]) << 8 | Int(message[3])
        guard length <= Self.maximumSize - Self.recordHeaderSize - Self.handshakeHeaderSize else {
            progress = .failed(.tooLarge)
            return
        }
        guard message.count >= Self.handshakeHeaderSize + length else { return }
        let body = message[Self.handshakeHeaderSize..<Self.handshakeHeaderSize + length]
        progress = ClientHello(parsing: body).map { .complete($0) } ?? .failed(.malformed)
        message = []
    }
}
