import MoatKernel
import MoatModel
import Testing

@testable import MoatGateway

struct StrandedFlowsTests {
    private let seven = LoadBalancerBackend(address: IPv4Address(rawValue: 0x0A00_0507), port: 8443)
    private let eight = LoadBalancerBackend(address: IPv4Address(rawValue: 0x0A00_0508), port: 8443)

    private func frontend(
        _ ipProtocol: IPProtocol, _ backends: [LoadBalancerBackend], draining: [LoadBalancerBackend] = []
    ) -> LoadBalancerFrontend {
        let key = LoadBalancerFrontend.Key(
            address: IPv4Address(rawValue: 0x0A00_0404), port: 443, protocol: ipProtocol)
        return LoadBalancerFrontend(key, backends: backends, draining: draining)
    }

    private func flow(
        _ ipProtocol: IPProtocol, at backend: String, mark: UInt32 = 0, to destination: String = "10.0.4.4"
    )
        throws -> ConntrackEntry
    {
        var entry = try ConntrackEntry.flow(mark: mark, to: destination, translatedTo: backend)
        entry.original.ipProtocol = ipProtocol
        entry.reply.ipProtocol = ipProtocol
        return entry
    }

    private func stranded(
        _ old: [LoadBalancerFrontend], _ new: [LoadBalancerFrontend], rules: [UInt32: LoadBalancerBackend] = [:],
        afreshAt addresses: Set<IPv4Address>? = nil
    ) -> StrandedFlows {
        let old = LoadBalancerMaps(old, rules: rules)
        let new = LoadBalancerMaps(new, rules: rules)
        guard let addresses else {
            return StrandedFlows(from: old, to: new, changed: new.changes(from: old), ruleMask: 0xfff0_0000)
        }
        return StrandedFlows(at: addresses, besides: new, ruleMask: 0xfff0_0000)
    }

    @Test(arguments: [IPProtocol.tcp, .udp])
    func flowsToABackendThatIsGoneAreForgotten(_ ipProtocol: IPProtocol) throws {
        let stranded = stranded([frontend(ipProtocol, [seven, eight])], [frontend(ipProtocol, [eight])])
        #expect(stranded.contains(try flow(ipProtocol, at: "10.0.5.7")))
        #expect(!stranded.contains(try flow(ipProtocol, at: "10.0.5.8")))
        #expect(!stranded.contains(try flow(ipProtocol == .tcp ? .udp : .tcp, at: "10.0.5.7")))
    }

    @Test func aDrainingBackendKeepsItsConnectionsButNotItsDatagrams() throws {
        for ipProtocol in [IPProtocol.tcp, .udp] {
            let stranded = stranded(
                [frontend(ipProtocol, [seven, eight])], [frontend(ipProtocol, [eight], draining: [seven])])
            #expect(stranded.contains(try flow(ipProtocol, at: "10.0.5.7")) == (ipProtocol == .udp))
        }
    }

    @Test func whatDrainedAndIsGoneIsForgotten() throws {
        let stranded = stranded(
            [frontend(.tcp, [eight], draining: [seven])], [frontend(.tcp, [eight])])
        #expect(stranded.contains(try flow(.tcp, at: "10.0.5.7")))
    }

    @Test func aBackendThatComesStrandsNobody() {
        #expect(stranded([frontend(.tcp, [seven])], [frontend(.tcp, [seven, eight])]).isEmpty)
    }

    /// A client that sends to the address before anybody serves it has a flow without a
    /// translation, and its later datagrams would follow that for as long as it goes on.
    @Test(arguments: [IPProtocol.tcp, .udp])
    func whatWasSentBeforeThereWasAFrontendOpensAFlowAnew(_ ipProtocol: IPProtocol) throws {
        let stranded = stranded([], [frontend(ipProtocol, [seven])])
        var untranslated = try flow(ipProtocol, at: "10.0.5.7")
        untranslated.reply.source = untranslated.original.destination
        untranslated.reply.sourcePort = untranslated.original.destinationPort
        #expect(untranslated.translatedDestination == nil)
        #expect(stranded.contains(untranslated))
        #expect(stranded.contains(try flow(ipProtocol, at: "10.0.5.8")))
        #expect(!stranded.contains(try flow(ipProtocol, at: "10.0.5.7")))
        #expect(!stranded.contains(try flow(ipProtocol, at: "10.0.5.8", to: "10.0.4.5")))
    }

    /// After another process has had the table, flows may be at backends that this one has never
    /// seen, also of frontends that are as they were.
    @Test func whatCameMeanwhileIsComparedWithAllThatIsKnown() throws {
        let rules = [UInt32(0x0050_0000): LoadBalancerBackend(address: IPv4Address(rawValue: 0x0A00_0404), port: 443)]
        let same = [frontend(.tcp, [seven], draining: [eight])]
        #expect(stranded(same, same, rules: rules).isEmpty)
        let stranded = stranded(same, same, rules: rules, afreshAt: [])
        for destination in ["10.0.4.4", "198.51.100.10"] {
            #expect(stranded.contains(try flow(.tcp, at: "10.0.5.9", mark: 0x0050_0001, to: destination)))
            #expect(!stranded.contains(try flow(.tcp, at: "10.0.5.7", mark: 0x0050_0001, to: destination)))
            #expect(!stranded.contains(try flow(.tcp, at: "10.0.5.8", mark: 0x0050_0001, to: destination)))
        }
    }

    /// Of addresses that another may have served, flows of frontends that are no more are cut.
    @Test func whatWentMeanwhileIsFoundByItsAddress() throws {
        let addresses: Set<IPv4Address> = [IPv4Address(rawValue: 0x0A00_0404), IPv4Address(rawValue: 0x0A00_0405)]
        let stranded = stranded([], [frontend(.tcp, [seven])], afreshAt: addresses)
        #expect(!stranded.contains(try flow(.tcp, at: "10.0.5.7")))
        #expect(stranded.contains(try flow(.udp, at: "10.0.5.7")))
        #expect(stranded.contains(try flow(.tcp, at: "10.0.5.7", to: "10.0.4.5")))
        #expect(!stranded.contains(try flow(.tcp, at: "10.0.5.7", to: "10.0.4.6")))
        #expect(!self.stranded([], [], afreshAt: addresses).isEmpty)
        #expect(self.stranded([], [], afreshAt: []).isEmpty)
    }

    /// The firewall judges flows again when a rule goes, and knows nothing of Services.
    @Test func flowsOfARuleWhoseFrontendIsGoneAreForgotten() throws {
        let rules = [UInt32(0x0050_0000): LoadBalancerBackend(address: IPv4Address(rawValue: 0x0A00_0404), port: 443)]
        let through = try flow(.tcp, at: "10.0.5.7", mark: 0x0050_0001, to: "198.51.100.10")
        #expect(stranded([frontend(.tcp, [seven])], [], rules: rules).contains(through))
        let old = LoadBalancerMaps([frontend(.tcp, [seven])], rules: rules)
        let new = LoadBalancerMaps([frontend(.tcp, [seven])], rules: [:])
        let stranded = StrandedFlows(from: old, to: new, changed: new.changes(from: old), ruleMask: 0xfff0_0000)
        #expect(!stranded.contains(through))
        // It went while nobody looked: what is not where the rule leads is left from it.
        let afresh = self.stranded([], [], rules: rules, afreshAt: [])
        #expect(afresh.contains(through))
        var direct = try flow(.tcp, at: "10.0.4.4", mark: 0x0050_0001, to: "198.51.100.10")
        direct.reply.sourcePort = 443
        #expect(!afresh.contains(direct))
        #expect(!afresh.contains(try flow(.tcp, at: "10.0.5.7", mark: 0x0060_0001, to: "198.51.100.10")))
    }

    @Test func flowsOfARuleAreFoundByTheirMark() throws {
        let rules = [UInt32(0x0050_0000): LoadBalancerBackend(address: IPv4Address(rawValue: 0x0A00_0404), port: 443)]
        let stranded = stranded([frontend(.tcp, [seven, eight])], [frontend(.tcp, [eight])], rules: rules)
        #expect(stranded.contains(try flow(.tcp, at: "10.0.5.7", mark: 0x0050_0001, to: "198.51.100.10")))
        #expect(!stranded.contains(try flow(.tcp, at: "10.0.5.7", mark: 0x0060_0001, to: "198.51.100.10")))
        #expect(!stranded.contains(try flow(.tcp, at: "10.0.5.8", mark: 0x0050_0001, to: "198.51.100.10")))
    }
}
