import Foundation
import MoatDNS
import MoatLogs
import MoatLogsTestSupport
import MoatModel
import MoatPolicy
import Synchronization
import Testing

@Suite("DNS: names of network rules") struct LearningTests {
    /// A clock that stands still until it is moved.
    private final class Clock: Sendable {
        private let offset = Mutex<TimeInterval>(0)
        private let start = Date(timeIntervalSince1970: 1_800_000_000)

        var now: Date { offset.withLock { start.addingTimeInterval($0) } }

        func move(_ seconds: TimeInterval) { offset.withLock { $0 += seconds } }
    }

    @Test func learnedBeforeAnswered() throws {
        let saved = Mutex<[String]>([])
        let store = FakeAddressStore { addresses in
            usleep(50_000)
            saved.withLock { $0 += addresses.map { "\($0.name) \($0.address)" } }
        }
        let isOpen = Atomic<Bool>(false)
        let fixture = try DNSFixture(
            names: ["time.example"], store: store,
            { query in
                let addresses = isOpen.load(ordering: .relaxed) ? ["203.0.113.7", "203.0.113.8"] : []
                return [.message(query.answer(addresses.map { record("time.example", $0, ttl: 0) }))]
            })
        eventually { fixture.server.queries.count == 2 }
        let client = try fixture.client()
        #expect(client.ask("time.example")?.addresses == [])
        isOpen.store(true, ordering: .relaxed)
        #expect(!fixture.allows("203.0.113.7"))
        let answer = client.ask("TIME.example")
        // All of this is so when the answer arrives, not some time later.
        #expect(fixture.allows("203.0.113.7"))
        #expect(fixture.allows("203.0.113.8"))
        #expect(store.contents == ["time.example 203.0.113.7", "time.example 203.0.113.8"])
        #expect(answer?.addresses == ["203.0.113.7", "203.0.113.8"])
        #expect(saved.withLock { $0.count } == 2)
        #expect(fixture.proxy.learned().map(\.name) == ["time.example", "time.example"])
    }

    @Test func theNameAskedForIsLearnedOverACNAMEChain() throws {
        let fixture = try DNSFixture(
            names: ["www.example"],
            { query in
                // The stray record belongs to nobody in the chain.
                let chain = [
                    cname("www.example", "cdn.example", ttl: 0), record("cdn.example", "203.0.113.7", ttl: 0),
                    record("stray.example", "203.0.113.66", ttl: 0),
                ]
                return [.message(query.answer(query.text.hasSuffix(" A") ? chain : []))]
            })
        #expect(try fixture.client().ask("www.example")?.addresses.contains("203.0.113.7") == true)
        #expect(fixture.store.contents == ["www.example 203.0.113.7"])
        #expect(!fixture.allows("203.0.113.66"))
    }

    /// A cache outlives the TTL: what clients were told stays allowed, address by address,
    /// IPv4 and IPv6 apart, for 15 minutes after answers stop containing it.
    @Test func aCacheOutlivesTheTTL() throws {
        let clock = Clock()
        let addresses = Mutex<[String]>(["203.0.113.7", "203.0.113.8"])
        let fixture = try DNSFixture(
            names: ["time.example"],
            { query in
                let records =
                    query.text.hasSuffix(" AAAA")
                    ? [record("time.example", "2001:db8::9", ttl: 0)]
                    : addresses.withLock { $0 }.map { record("time.example", $0, ttl: 0) }
                return [.message(query.answer(records))]
            }
        ) {
            $0.now = { clock.now }
            $0.refreshInterval = 60
        }
        let client = try fixture.client()
        func step() {
            clock.move(15)
            client.ask("time.example")
        }
        #expect(eventually { fixture.proxy.learned().count == 3 })
        addresses.withLock { $0 = ["203.0.113.8"] }
        for _ in 0..<59 { step() }
        #expect(fixture.allows("203.0.113.7"))
        step()
        #expect(!fixture.allows("203.0.113.7"))
        #expect(fixture.allows("203.0.113.8"))
        // No answer to AAAA came meanwhile.
        #expect(fixture.store.contents == ["time.example 2001:db8::9", "time.example 203.0.113.8"])
    }

    @Test func nothingExpiresWhileNoServerAnswers() throws {
        let clock = Clock()
        let isDown = Atomic<Bool>(false)
        let fixture = try DNSFixture(
            names: ["time.example"],
            { query in
                let isFirst = !isDown.load(ordering: .relaxed)
                return isFirst ? [.message(query.answer([record("time.example", "203.0.113.7", ttl: 0)]))] : []
            }
        ) {
            $0.now = { clock.now }
            $0.queryTimeout = 0.1
            $0.refreshInterval = 0.2
        }
        #expect(eventually { fixture.allows("203.0.113.7") })
        isDown.store(true, ordering: .relaxed)
        for _ in 0..<3 {
            clock.move(3600)
            #expect(try fixture.client().ask("time.example")?.code == "SERVFAIL")
        }
        #expect(fixture.allows("203.0.113.7"))
        // And when a server is back, what rotates is not taken away by its first answer.
        fixture.server.change { [.message($0.answer([record("time.example", "203.0.113.8", ttl: 0)]))] }
        #expect(eventually { fixture.allows("203.0.113.8") })
        #expect(fixture.allows("203.0.113.7"))
    }

    @Test func namesAreKnownOverARestart() throws {
        let store = FakeAddressStore([
            LearnedAddress(name: "time.example", address: address("203.0.113.7"), lastSeen: Date())
        ])
        let start = Date()
        let fixture = try DNSFixture(names: ["time.example"], store: store, { _ in [] })
        #expect(fixture.allows("203.0.113.7"))
        #expect(Date().timeIntervalSince(start) < 0.2)
    }

    @Test func refreshedWithoutClients() throws {
        let addresses = Mutex("203.0.113.7")
        let fixture = try DNSFixture(
            names: ["time.example"], listens: false,
            { [.message($0.answer([record("time.example", addresses.withLock { $0 }, ttl: 3600)]))] }
        ) { $0.refreshInterval = 0.1 }
        #expect(eventually { fixture.allows("203.0.113.7") })
        addresses.withLock { $0 = "203.0.113.8" }
        #expect(eventually { fixture.allows("203.0.113.8") })
        #expect(fixture.allows("203.0.113.7"))
    }

    @Test func aPolicyThatChanges() throws {
        let fixture = try DNSFixture(
            names: ["old.example", "both.example"],
            zone(
                record("old.example", "203.0.113.1"), record("both.example", "203.0.113.2"),
                record("new.example", "203.0.113.3")))
        let client = try fixture.client()
        #expect(eventually { fixture.store.contents.count == 2 })
        // In the cache before it is in a rule.
        #expect(client.ask("new.example")?.addresses == ["203.0.113.3"])
        #expect(!fixture.allows("203.0.113.3"))
        try fixture.replacePolicy(["both.example", "new.example"])
        #expect(eventually { fixture.allows("203.0.113.3") && fixture.store.contents.count == 2 })
        #expect(fixture.allows("203.0.113.2"))
        #expect(fixture.store.contents == ["both.example 203.0.113.2", "new.example 203.0.113.3"])
        #expect(!fixture.allows("203.0.113.1"))
    }

    @Test func aKeptAnswerIsLearnedBeforeItIsGivenToo() throws {
        let fixture = try DNSFixture({ query in
            [.message(query.answer([record("new.example", "203.0.113.3")]))]
        }) {
            $0.queryTimeout = 4
            $0.attemptTimeout = 4
        }
        let client = try fixture.client()
        client.ask("new.example")
        // The refresh that the new policy starts gets no answer, so only the cache knows one.
        fixture.server.change { _ in [] }
        try fixture.replacePolicy(["new.example"])
        #expect(eventually { fixture.proxy.status.outstandingQueries == 2 })
        #expect(!fixture.allows("203.0.113.3"))
        let start = Date()
        #expect(client.ask("new.example")?.addresses == ["203.0.113.3"])
        #expect(fixture.allows("203.0.113.3"))
        #expect(fixture.store.contents == ["new.example 203.0.113.3"])
        #expect(Date().timeIntervalSince(start) < 2)
    }

    @Test func namesThatFailedAreTriedAgainWithOtherServers() throws {
        let other = try ScriptedServer(zone(record("time.example", "203.0.113.7")))
        defer { other.stop() }
        let fixture = try DNSFixture(names: ["time.example"], { [.message($0.answer(code: 5))] }) {
            $0.serverPort = other.port
        }
        #expect(fixture.records(.fqdnResolutionFailure).count == 1)
        try fixture.proxy.apply(.init(servers: [address("127.0.0.1")]))
        #expect(eventually { fixture.allows("203.0.113.7") })
    }

    @Test func nothingNewIsNotWrittenAgain() throws {
        let fixture = try DNSFixture(
            names: ["time.example"], zone(record("time.example", "203.0.113.7", ttl: 0)))
        #expect(eventually { fixture.server.queries.count == 2 && fixture.store.saves.load(ordering: .relaxed) == 1 })
        let client = try fixture.client()
        for _ in 0..<50 { client.ask("time.example") }
        #expect(fixture.store.saves.load(ordering: .relaxed) == 1)
    }

    @Test func aStoreThatFailsDoesNotStopAnswers() throws {
        let store = FakeAddressStore()
        store.isFailing.store(true, ordering: .relaxed)
        let fixture = try DNSFixture(
            names: ["time.example"], store: store, zone(record("time.example", "203.0.113.7")))
        #expect(try fixture.client().ask("time.example")?.addresses == ["203.0.113.7"])
        #expect(fixture.allows("203.0.113.7"))
        #expect(fixture.proxy.losses["dns learned addresses that could not be stored"] == 1)
    }

    @Test func failuresOfRuleNamesAreLoggedOnce() throws {
        let isDown = Atomic<Bool>(true)
        let fixture = try DNSFixture(
            names: ["time.example"],
            { query in
                let isFailing = isDown.load(ordering: .relaxed)
                return [
                    .message(
                        isFailing ? query.answer(code: 3) : query.answer([record("time.example", "203.0.113.7")]))
                ]
            }
        ) { $0.refreshInterval = 0.05 }
        let log = try #require(fixture.records(.fqdnResolutionFailure).first)
        #expect(log["Fqdn"] as? String == "time.example")
        #expect(log["ServerIp"] as? String == "127.0.0.1")
        #expect(log["ServerPort"] as? Int == Int(fixture.server.port))
        #expect(log["Policy"] as? String == "policy")
        #expect(log["RuleCollectionGroup"] as? String == "group")
        #expect(log["RuleCollection"] as? String == "names")
        #expect(log["Rule"] as? String == "rule-time.example")
        #expect(log["Error"] as? String == "NXDOMAIN")
        #expect(eventually { fixture.server.queries.count >= 10 })
        isDown.store(false, ordering: .relaxed)
        #expect(eventually { fixture.allows("203.0.113.7") })
        #expect(fixture.logStore.lines(of: .fqdnResolutionFailure).count == 1)
        isDown.store(true, ordering: .relaxed)
        #expect(fixture.records(.fqdnResolutionFailure, count: 2).count == 2)
    }
}
