import MoatModel
import Testing

@Suite struct LoadBalancerFrontendTests {
    private func key(_ address: UInt32, _ port: UInt16, _ transport: IPProtocol) -> LoadBalancerFrontend.Key {
        LoadBalancerFrontend.Key(address: IPv4Address(rawValue: address), port: port, protocol: transport)
    }

    @Test func keysReadAsUsersWriteThem() {
        #expect("\(key(0x0A00_0404, 80, .tcp))" == "10.0.4.4:80/tcp")
        #expect("\(key(0x0A00_0404, 53, .udp))" == "10.0.4.4:53/udp")
        #expect("\(LoadBalancerBackend(address: IPv4Address(rawValue: 0x0A00_0507), port: 8080))" == "10.0.5.7:8080")
    }

    @Test func addressesSortBeforeProtocolsBeforePorts() {
        let sorted = [key(1, 90, .tcp), key(1, 53, .udp), key(2, 1, .tcp)]
        #expect(sorted.shuffled().sorted() == sorted)
    }

    @Test func oneAddressHoldsTCPAndUDPOfOnePort() {
        #expect(Set([key(1, 53, .tcp), key(1, 53, .udp)]).count == 2)
    }
}
