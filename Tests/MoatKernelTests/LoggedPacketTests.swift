import Testing

@testable import MoatKernel

struct LoggedPacketTests {
    /// NFULNL_MSG_PACKET of group 100: header, sequence 5, mark 1, payload 45 00 00 28.
    static let message = bytes(
        """
        34000000 0004 0000 00000000 00000000
        02 00 0064
        0800 0100 0800 01 00
        0800 0c00 00000005
        0800 0200 00000001
        0800 0900 45000028
        """)

    private func parse(_ message: [UInt8]) -> (sequence: UInt32?, payload: [UInt8])? {
        message.withUnsafeBytes { buffer in
            NetlinkMessages(buffer).compactMap { LoggedPacket($0) }.first.map { ($0.sequence, Array($0.payload)) }
        }
    }

    @Test func readsSequenceAndPayload() throws {
        let packet = try #require(parse(Self.message))
        #expect(packet.sequence == 5)
        #expect(packet.payload == [0x45, 0, 0, 0x28])
    }

    @Test func otherMessagesAreNone() {
        var message = Self.message
        message[5] = 3
        #expect(parse(message) == nil)
    }

    @Test func everyTruncationIsSurvived() {
        for length in 16..<Self.message.count {
            var message = Array(Self.message.prefix(length))
            message[0] = UInt8(length)
            _ = parse(message)
        }
    }
}
