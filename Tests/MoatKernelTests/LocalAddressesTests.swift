import MoatModel
import Testing

@testable import MoatKernel

struct LocalAddressesTests {
    /// `ip route add local 10.0.4.4/32 dev lo table local proto 28`, as rtnetlink writes it.
    @Test func routeOnTheWire() throws {
        let addresses = try LocalAddresses()
        let address = try #require(IPv4Address("10.0.4.4"))
        let bytes = addresses.route(24, address)
        #expect(bytes.count == 44)
        #expect(bytes[16...27] == [2, 32, 0, 0, 255, 28, 254, 2, 0, 0, 0, 0])
        #expect(bytes[28...35] == [8, 0, 1, 0, 10, 0, 4, 4])
    }

    @Test func noRouteOfOthersIsTakenForOne() throws {
        // The host's own local routes have the kernel's protocol number.
        let loopback = try #require(IPv4Address("127.0.0.1"))
        #expect(try !LocalAddresses().current().contains(loopback))
    }
}
