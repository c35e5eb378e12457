import Foundation
import MoatLab
import MoatModel
import Testing

@testable import MoatLab

extension SystemTests {
    /// Names as the destinations of network rules.
    @Suite struct RuleNamesTests {
        private static let web = Rules.address("203.0.113.9")
        private static let client = Rules.address("203.0.113.50")
        private static let web6 = Rules.address("2001:db8:203::9")
        private static let client6 = Rules.address("2001:db8:203::50")

        /// Whether a flow to port 7 passes: at the client nobody listens, and it says so.
        private func passes(_ lab: SystemLab, _ address: IPAddress) throws -> Bool {
            let failure = try lab.failure("app-7", to: address.description, 7, within: .seconds(1))
            return failure == nil || failure == .refused
        }

        /// One wait of 15 seconds for all that has to do with it.
        @Test func addressesAreLearnedAndKeptOneByOne() throws {
            try SystemLab.with { lab throws in
                try lab.setNames(
                    LabDomain("moving.example", addresses: [Self.web], ttl: 1),
                    LabDomain("dual.example", addresses: [Self.web, Self.web6], ttl: 1),
                    LabDomain("twin.example", addresses: [Self.web], ttl: 1))
                try lab.apply(
                    Rules.group("test", Rules.allow(Rules.rule("moving", [.tcp], toName: "moving.example", "7"))),
                    Rules.group(
                        "dual", priority: 410, Rules.allow(Rules.rule("dual", [.tcp], toName: "dual.example", "7")))
                )
                // The firewall asks by itself, once it knows of the rule.
                #expect(try Deadline(in: .seconds(5)).wait(every: 100) { try passes(lab, Self.web) })
                #expect(try Deadline(in: .seconds(5)).wait(every: 100) { try passes(lab, Self.web6) })
                #expect(try !passes(lab, Self.client))
                #expect(try !passes(lab, Self.client6))

                try lab.setNames(
                    LabDomain("moving.example", addresses: [Self.client], ttl: 1),
                    // Only of one family, and then of the other.
                    LabDomain("dual.example", addresses: [Self.web, Self.client6], ttl: 1))
                let start = ContinuousClock.now
                var learned: Duration?
                while ContinuousClock.now - start < .seconds(25), learned == nil {
                    if try passes(lab, Self.client) { learned = ContinuousClock.now - start }
                    usleep(200_000)
                }
                print("a name's new address passes \(learned ?? .zero) after it changed, without a query of a client")
                #expect(learned != nil)
                #expect((learned ?? .zero) < .seconds(20))
                // Those of both names are there by now; the old ones are kept.
                #expect(try Deadline(in: .seconds(5)).wait(every: 200) { try passes(lab, Self.client6) })
                #expect(try passes(lab, Self.web))
                #expect(try passes(lab, Self.web6))
                // A name that no rule has opens nothing.
                let other = Rules.address("203.0.113.66")
                #expect(try !passes(lab, other))
            }
        }

        /// The answer that a client gets is in force before it has it.
        @Test func anAddressIsAllowedBeforeItsClientKnowsIt() throws {
            try SystemLab.with { lab throws in
                // A name that does not exist may stay unknown for as long as its zone says.
                try lab.setNames(LabDomain("fresh.example", addresses: [Rules.address("192.0.2.99")], ttl: 0))
                try lab.apply(
                    Rules.group("test", Rules.allow(Rules.rule("fresh", [.tcp], toName: "fresh.example", "7"))))
                for (number, address) in [Self.web, Self.client, Self.web, Self.client].enumerated() {
                    try lab.setNames(LabDomain("fresh.example", addresses: [address], ttl: 0))
                    let reply = try lab.ask("fresh.example")
                    #expect(
                        reply?.addresses == [address],
                        "TTL 0 is asked anew each time, \(number): \(String(describing: reply))")
                    #expect(try passes(lab, address), "\(number)")
                }
                // And for a proxied site.
                try lab.setNames(LabDomain("cdn.cdn.example", addresses: [Rules.address("203.0.113.30")], ttl: 0))
                for _ in 0..<3 {
                    #expect(try lab.curl("https://cdn.cdn.example/").body.hasPrefix("cdn.cdn.example on cdn"))
                }
            }
        }

        /// An address that an allowed and another name have is open by its address; what two names
        /// have in common stays while one of their rules does.
        @Test func twoNamesOnOneAddressAreTwoRules() throws {
            try SystemLab.with { lab throws in
                try lab.setNames(
                    LabDomain("left.example", addresses: [Self.web], ttl: 60),
                    LabDomain("right.example", addresses: [Self.web], ttl: 60))
                try lab.apply(
                    Rules.group(
                        "left", priority: 410, Rules.allow(Rules.rule("left", [.tcp], toName: "left.example", "7"))),
                    Rules.group(
                        "right", priority: 420, Rules.allow(Rules.rule("right", [.tcp], toName: "right.example", "7"))))
                _ = try lab.ask("left.example")
                _ = try lab.ask("right.example")
                #expect(try passes(lab, Self.web))
                try lab.delete("rcg", "aks-egress/left")
                #expect(try passes(lab, Self.web))
                try lab.delete("rcg", "aks-egress/right")
                #expect(try !passes(lab, Self.web))
            }
        }
    }
}
