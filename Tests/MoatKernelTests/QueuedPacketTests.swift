import Testing

@testable import MoatKernel

struct QueuedPacketTests {
    /// An NFQNL_MSG_PACKET with id 5, mark 0x10 and four bytes of payload.
    static let message = bytes(
        """
        30000000 0003 0000 00000000 00000000
        02 00 0064
        0b00 0100 00000005 0800 00 00
        0800 0300 00000010
        0800 0a00 45000014
        """)

    private func parse(_ message: [UInt8]) -> (id: UInt32, mark: UInt32, payload: [UInt8])? {
        message.withUnsafeBytes { buffer in
            NetlinkMessages(buffer).compactMap { QueuedPacket($0) }.first.map { ($0.id, $0.mark, Array($0.payload)) }
        }
    }

    @Test func readsIdMarkAndPayload() throws {
        let packet = try #require(parse(Self.message))
        #expect(packet.id == 5)
        #expect(packet.mark == 0x10)
        #expect(packet.payload == bytes("45000014"))
    }

    @Test func aMessageOfAnotherTypeIsNoPacket() {
        var message = Self.message
        message[4] = 2
        #expect(parse(message) == nil)
    }

    /// Whatever the kernel sent, reading ends within the buffer.
    @Test func everyTruncationIsSurvived() {
        for length in 0..<Self.message.count {
            var message = Array(Self.message.prefix(length))
            _ = parse(message)
            if length >= 4 {
                message[0] = UInt8(length)
                _ = parse(message)
            }
        }
    }
}
