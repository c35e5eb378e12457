import Testing

@testable import MoatKernel

struct PacketVerdictTests {
    @Test func acceptCarriesTheMark() {
        var writer = NetlinkWriter()
        PacketVerdict.accept(mark: 0x0001_2345).write(to: &writer, queue: 100, packet: 7)
        #expect(
            writer.bytes
                == bytes(
                    """
                    28000000 0103 0100 00000000 00000000
                    00 00 0064
                    0c00 0200 00000001 00000007
                    0800 0300 00012345
                    """))
    }

    @Test func dropCarriesNone() {
        var writer = NetlinkWriter()
        PacketVerdict.drop.write(to: &writer, queue: 65535, packet: 0xffff_ffff)
        #expect(
            writer.bytes
                == bytes(
                    """
                    20000000 0103 0100 00000000 00000000
                    00 00 ffff
                    0c00 0200 00000000 ffffffff
                    """))
    }

    @Test func severalShareOneBuffer() {
        var writer = NetlinkWriter()
        PacketVerdict.drop.write(to: &writer, queue: 1, packet: 1)
        PacketVerdict.accept(mark: 2).write(to: &writer, queue: 1, packet: 2)
        let types = writer.bytes.withUnsafeBytes { NetlinkMessages($0).map(\.type) }
        #expect(types == [0x0301, 0x0301])
        #expect(writer.bytes.count == 32 + 40)
    }
}
