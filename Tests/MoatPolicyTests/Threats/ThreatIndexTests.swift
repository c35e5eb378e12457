import MoatModel
import Testing

@testable import MoatPolicy

@Suite("the entries of several feeds at one time")
struct ThreatIndexTests {
    private let pool = [
        "0.0.0.0", "0.0.0.1", "10.0.0.0", "198.51.99.255", "198.51.100.0", "198.51.100.7", "198.51.100.8",
        "198.51.100.255", "198.51.101.0", "255.255.255.254", "255.255.255.255",
    ]
    private let pool6 = [
        "::", "::1", "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db8::", "2001:db8::7", "2001:db8::8",
        "2001:db9::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    ]

    /// Nested, overlapping and adjacent ranges of both families in several lists, with entries
    /// that have ended, end now and will end.
    @Test(arguments: 0..<60 as Range<UInt64>)
    func agreesWithALinearScan(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        func pick<Element>(_ elements: [Element]) -> Element {
            elements[Int.random(in: elements.indices, using: &random)]
        }
        var threats = ReferenceThreats(time: 1000)
        for number in 0..<Int.random(in: 1...4, using: &random) {
            var feed = ReferenceThreats.Feed(name: "feed\(number)", entries: [])
            for _ in 0..<Int.random(in: 0...8, using: &random) {
                let pool = pick([pool, pool6])
                let (one, other) = (address(pick(pool)), address(pick(pool)))
                let range = try #require(IPRange(min(one, other), max(one, other)))
                feed.entries.append(
                    .init(
                        range: range, text: pick([nil, "a", "b"]), expires: pick([nil, nil, 1, 999, 1000, 1001, .max])))
            }
            threats.fetched.append(feed)
        }
        let lists = threats.lists
        for text in pool + pool6 {
            let address = address(text)
            #expect(lists.info(of: address) == threats.info(of: address), "seed \(seed): \(text) in \(threats.fetched)")
        }
    }

    /// crowdsec #4517: a CIDR in a set of single addresses matched only its .0.
    @Test func cidrsInASetOfSingleAddressesMatchAllTheirAddresses() {
        var list = ThreatList(feed: "feed", category: "Bots")
        list.add(IPRange(prefix("198.51.100.7/32")))
        list.add(IPRange(prefix("203.0.113.0/24")))
        list.add(IPRange(prefix("203.0.114.9/32")))
        let index = ThreatIndex([list], at: 0)
        for host in 0...255 { #expect(index.info(of: address("203.0.113.\(host)")) != nil) }
        #expect(index.info(of: address("203.0.114.0")) == nil)
        #expect(index.info(of: address("203.0.112.255")) == nil)
    }

    /// cs-firewall-bouncer #509: one timeout for all elements, and enforcement fell to 1.7 %.
    @Test func everyEntryEndsAtItsOwnTime() throws {
        var list = ThreatList(feed: "feed", category: "Bots")
        for number in 1...100 as ClosedRange<UInt32> {
            list.add(ipv4: number, through: number, description: nil, expires: number)
            list.add(ipv6: UInt128(number), through: UInt128(number), description: nil, expires: number)
            list.add(patterns(["n\(number).example"])[0], expires: number)
            list.add(try #require(ThreatURL("http://u.example/\(number)")), expires: number)
        }
        list.add(ipv4: 1000, through: 1000, description: nil, expires: nil)
        for time in [0, 1, 50, 99, 100] as [UInt32] {
            let lists = ThreatLists(fetched: ThreatIndex([list], at: time))
            for number in 1...100 as ClosedRange<UInt32> {
                #expect((lists.info(of: .v4(.init(rawValue: number))) != nil) == (number > time))
                #expect((lists.info(of: .v6(.init(rawValue: UInt128(number)))) != nil) == (number > time))
                #expect((lists.info(ofName: "n\(number).example") != nil) == (number > time))
                let url = try #require(ThreatURL("http://u.example/\(number)"))
                #expect((lists.info(of: url) != nil) == (number > time))
            }
            #expect(lists.info(of: .v4(.init(rawValue: 1000))) != nil)
        }
    }

    /// A shorter-lived entry must not end a longer-lived one that covers the same.
    @Test func whatHoldsLongerStays() {
        var first = ThreatList(feed: "first", category: "Bots")
        first.add(IPRange(prefix("198.51.100.0/24")), expires: 10)
        first.add(patterns(["a.example"])[0], expires: 10)
        var second = ThreatList(feed: "second", category: "Bots")
        second.add(IPRange(prefix("198.51.100.0/24")))
        second.add(patterns(["a.example"])[0])
        for (time, feed) in [(9, "first"), (10, "second")] as [(UInt32, String)] {
            let lists = ThreatLists(fetched: ThreatIndex([first, second], at: time))
            #expect(lists.info(of: address("198.51.100.7"))?.feed == feed)
            #expect(lists.info(ofName: "a.example")?.feed == feed)
        }
    }

    @Test func whatTheFirewallObservedComesFirst() {
        var fetched = ThreatList(feed: "fetched", category: "Bots")
        fetched.add(IPRange(prefix("198.51.100.0/24")))
        var observed = ThreatList(feed: "moat/scan", category: "Scanner")
        observed.add(IPRange(prefix("198.51.100.7/32")))
        let lists = ThreatLists(fetched: ThreatIndex([fetched], at: 0), observed: ThreatIndex([observed], at: 0))
        #expect(lists.info(of: address("198.51.100.7"))?.feed == "moat/scan")
        #expect(lists.info(of: address("198.51.100.8"))?.feed == "fetched")
    }

    @Test func names() {
        var list = ThreatList(feed: "feed", category: "Bots")
        for text in ["evil.example", "*.evil.example", "*.bad.example", "203.0.113.9"] {
            list.add(patterns([text])[0], description: text)
        }
        let lists = ThreatLists(fetched: ThreatIndex([list], at: 0))
        for (name, text) in [
            ("evil.example", "evil.example"), ("EVIL.example.", "evil.example"), ("a.b.evil.example", "*.evil.example"),
            ("a.bad.example", "*.bad.example"), ("bad.example", nil), ("xevil.example", nil), ("example", nil),
            ("203.0.113.9", "203.0.113.9"), ("1.203.0.113.9", nil), ("", nil), (".", nil), ("a..evil.example", nil),
        ] as [(String, String?)] {
            #expect(lists.info(ofName: name)?.description == text, "\(name)")
        }
    }
}
