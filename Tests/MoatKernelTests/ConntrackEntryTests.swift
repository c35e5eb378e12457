import MoatModel
import Testing

@testable import MoatKernel

struct ConntrackEntryTests {
    /// 203.0.113.50:40000 -> 198.51.100.10:80/tcp, translated to 10.0.4.4:80, mark 0x2001,
    /// 3 packets and 300 bytes out, 2 and 200 back, id 9.
    static let message = bytes(
        """
        d8000000 0001 0200 01000000 00000000
        02 00 0000
        3400 0180
          1400 0180  0800 0100 cb007132  0800 0200 c633640a
          1c00 0280  0500 0100 06 000000  0600 0200 9c40 0000  0600 0300 0050 0000
        3400 0280
          1400 0180  0800 0100 0a000404  0800 0200 cb007132
          1c00 0280  0500 0100 06 000000  0600 0200 0050 0000  0600 0300 9c40 0000
        0800 0800 00002001
        0800 0c00 00000009
        1c00 0980  0c00 0100 0000000000000003  0c00 0200 000000000000012c
        1c00 0a80  0c00 0100 0000000000000002  0c00 0200 00000000000000c8
        1000 1480  0c00 0100 00000000000f4240
        """)

    private func parse(_ message: [UInt8]) -> ConntrackEntry? {
        message.withUnsafeBytes { buffer in NetlinkMessages(buffer).compactMap { ConntrackEntry($0) }.first }
    }

    @Test func readsTuplesMarkAndCounters() throws {
        var message = Self.message
        message[0] = UInt8(message.count)
        let entry = try #require(parse(message))
        #expect(entry.original.source.description == "203.0.113.50")
        #expect(entry.original.destination.description == "198.51.100.10")
        #expect(entry.original.destinationPort == 80)
        #expect(entry.reply.source.description == "10.0.4.4")
        #expect(entry.mark == 0x2001)
        #expect(entry.id == 9)
        #expect(entry.originalCounters == .init(packets: 3, bytes: 300))
        #expect(entry.replyCounters == .init(packets: 2, bytes: 200))
        #expect(entry.start == 1_000_000)
        #expect(entry.stop == nil && entry.tcpState == nil && entry.deleter == 0 && !entry.isClosing)
    }

    /// As the event of its end says it: by whom it was deleted, when, and where TCP stood.
    @Test func readsTheEnd() throws {
        var message =
            Array(Self.message.dropLast(16))
            + bytes(
                """
                1c00 1480  0c00 0100 00000000000f4240  0c00 0200 00000000001e8480
                1000 0480  0c00 0180  0500 0100 07 000000
                """)
        message[0] = UInt8(message.count % 256)
        message[1] = UInt8(message.count / 256)
        message[12] = 77
        let entry = try #require(parse(message))
        #expect(entry.start == 1_000_000)
        #expect(entry.stop == 2_000_000)
        #expect(entry.tcpState == .timeWait)
        #expect(entry.isClosing)
        #expect(entry.deleter == 77)
    }

    @Test func aTupleIsWrittenAsItIsRead() throws {
        var message = Self.message
        message[0] = UInt8(message.count)
        let entry = try #require(parse(message))
        var writer = NetlinkWriter()
        entry.original.write(to: &writer, as: 1)
        #expect(writer.bytes.hex == Array(Self.message[20..<72]).hex)
    }

    @Test func anEntryWithoutATupleIsNone() {
        var message = Array(Self.message[..<72])
        message[0] = 72
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
