import MoatModel
import Testing

@testable import MoatKernel

struct PacketHeaderTests {
    private func parse(_ hex: String) -> PacketHeader? {
        bytes(hex).withUnsafeBytes { PacketHeader($0) }
    }

    @Test func readsTCPOverIPv4() throws {
        let header = try #require(
            parse("4500003c 1c464000 40060000 0a000507 cb007109  9c40 01bb 00000000 00000000 a002fff0 00000000"))
        #expect(header.source.description == "10.0.5.7")
        #expect(header.destination.description == "203.0.113.9")
        #expect(header.ipProtocol == .tcp)
        #expect(header.sourcePort == 40000)
        #expect(header.destinationPort == 443)
        #expect(header.length == 60)
    }

    @Test func skipsIPv4Options() throws {
        let header = try #require(parse("46000024 00000000 40110000 0a000001 0a000002 94040000  0035 1f90 000c 0000"))
        #expect(header.ipProtocol == .udp)
        #expect(header.sourcePort == 53)
        #expect(header.destinationPort == 8080)
    }

    @Test func readsUDPOverIPv6() throws {
        let header = try #require(
            parse(
                "60000000 000c 11 40 20010db8000000000000000000000001 20010db8000000000000000000000002  1388 0035 000c 0000"
            ))
        #expect(header.source.description == "2001:db8::1")
        #expect(header.destinationPort == 53)
        #expect(header.length == 52)
    }

    @Test func walksIPv6ExtensionHeaders() throws {
        let header = try #require(
            parse(
                """
                60000000 0024 00 40 20010db8000000000000000000000001 20010db8000000000000000000000002
                3c00 000000000000
                0600 000000000000
                1388 01bb 00000000 00000000 50020000 00000000
                """))
        #expect(header.ipProtocol == .tcp)
        #expect(header.destinationPort == 443)
    }

    @Test func aChainOfExtensionHeadersHasABound() {
        let chain = String(repeating: "0000000000000000", count: 9)
        #expect(
            parse("60000000 0048 00 40 20010db8000000000000000000000001 20010db8000000000000000000000002" + chain)
                == nil)
    }

    @Test func laterFragmentsAreRefused() {
        #expect(parse("4500001c 00002001 40110000 0a000001 0a000002 00350035 00080000") == nil)
        #expect(
            parse(
                "60000000 0010 2c 40 20010db8000000000000000000000001 20010db8000000000000000000000002 1100 0009 00000000 1388003500080000"
            ) == nil)
    }

    @Test func protocolsWithoutPortsHaveNone() throws {
        let header = try #require(parse("4500001c 00000000 40010000 0a000001 0a000002 0800 1234 00010001"))
        #expect(header.ipProtocol == .icmp)
        #expect(header.sourcePort == 0)
        #expect(header.destinationPort == 0)
    }

    @Test(arguments: [
        "", "45", "4500001c000000004011", "3500001c000000004011000000000000000000000000",
        "44000014000000004011000000000000000000000000",
    ])
    func whatIsNoHeaderIsRefused(hex: String) {
        #expect(parse(hex) == nil)
    }

    /// Random bytes never read outside the buffer, and a prefix never says more than the whole.
    @Test func randomBytesAreSurvived() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            var packet = (0..<Int.random(in: 0...120)).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            if !packet.isEmpty { packet[0] = Bool.random() ? 0x45 : 0x60 }
            // A copy of exact size, so that the allocator would notice an overrun.
            packet.withUnsafeBytes { buffer in
                if let header = PacketHeader(buffer) {
                    #expect(header.ipProtocol.hasPorts || header.destinationPort == 0)
                }
            }
        }
    }
}
