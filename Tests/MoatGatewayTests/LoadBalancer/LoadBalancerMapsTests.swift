import MoatModel
import Testing

@testable import MoatGateway

struct LoadBalancerMapsTests {
    private let key = LoadBalancerFrontend.Key(address: IPv4Address(rawValue: 0x0A00_0404), port: 80, protocol: .tcp)

    private func backend(_ last: UInt32) -> LoadBalancerBackend {
        LoadBalancerBackend(address: IPv4Address(rawValue: 0x0A00_0500 + last), port: 8080)
    }

    private func commands(from old: LoadBalancerMaps, to new: LoadBalancerMaps) -> String {
        var commands = LoadBalancerCommands()
        new.addressCommands(from: old, into: &commands)
        for target in new.changes(from: old) { new.commands(for: target, from: old, into: &commands) }
        return commands.text(table: "inet t")
    }

    @Test func oneBackendNeedsNoHash() {
        let new = LoadBalancerMaps([LoadBalancerFrontend(key, backends: [backend(7)])])
        #expect(
            commands(from: LoadBalancerMaps(), to: new) == """
                add element inet t addresses { 10.0.4.4 }
                add element inet t frontends { 10.0.4.4 . 6 . 80 : goto pick_1 }
                add element inet t slots_1 { 10.0.4.4 . 6 . 80 : 10.0.5.7 . 8080 }

                """)
    }

    @Test func whatIsUnchangedIsNotTouched() {
        let maps = LoadBalancerMaps([LoadBalancerFrontend(key, backends: [backend(7), backend(8)])])
        #expect(commands(from: maps, to: maps).isEmpty)
    }

    @Test func aBackendThatComesTakesOnlyItsSlots() {
        let old = LoadBalancerMaps([LoadBalancerFrontend(key, backends: [backend(7), backend(8)])])
        let new = LoadBalancerMaps([LoadBalancerFrontend(key, backends: [backend(7), backend(8), backend(9)])])
        let text = commands(from: old, to: new)
        #expect(!text.contains("frontends"))
        let slots = text.split(separator: "\n").last?.split(separator: ",").count ?? 0
        #expect((4...8).contains(slots), "\(text)")
    }

    @Test func aLargerSizeIsOneChangeOfTheEntrance() {
        let old = LoadBalancerMaps([LoadBalancerFrontend(key, backends: (1...3).map(backend))])
        let new = LoadBalancerMaps([LoadBalancerFrontend(key, backends: (1...4).map(backend))])
        let lines = commands(from: old, to: new).split(separator: "\n")
        #expect(lines.contains("delete element inet t frontends { 10.0.4.4 . 6 . 80 }"))
        #expect(lines.contains("add element inet t frontends { 10.0.4.4 . 6 . 80 : goto pick_64 }"))
        #expect(lines.count == 4)
    }

    @Test func withoutBackendsTheAddressStaysAndIsRefused() {
        let old = LoadBalancerMaps([LoadBalancerFrontend(key, backends: [backend(7)])])
        let new = LoadBalancerMaps([LoadBalancerFrontend(key, backends: [])])
        #expect(
            commands(from: old, to: new) == """
                delete element inet t frontends { 10.0.4.4 . 6 . 80 }
                delete element inet t slots_1 { 10.0.4.4 . 6 . 80 }

                """)
        #expect(new.addresses == [key.address])
    }

    @Test func theLastFrontendTakesTheAddressWithIt() {
        let old = LoadBalancerMaps([LoadBalancerFrontend(key, backends: [])])
        #expect(commands(from: old, to: LoadBalancerMaps()) == "delete element inet t addresses { 10.0.4.4 }\n")
    }

    /// A DNAT rule to 10.0.4.4:80 leads where the frontend leads, for the protocols that it has.
    @Test func aRuleToAFrontendLeadsToItsBackends() {
        let target = LoadBalancerBackend(address: key.address, port: 80)
        let other = LoadBalancerBackend(address: key.address, port: 81)
        let frontend = LoadBalancerFrontend(key, affinity: .clientIP, backends: [backend(7)])
        let new = LoadBalancerMaps([frontend], rules: [0x0040_0000: target, 0x0060_0000: other])
        let text = commands(from: LoadBalancerMaps([frontend]), to: new)
        #expect(
            text == """
                add element inet t rule_frontends { 4194304 . 6 : goto rule_pick_1_by_client }
                add element inet t rule_slots_1 { 4194304 . 6 : 10.0.5.7 . 8080 }

                """)
    }
}
