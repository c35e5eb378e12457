import Foundation
import MoatModel
import MoatPolicy
import Testing

@testable import MoatDNS

@Suite("DNS: parts") struct DNSUnitTests {
    // MARK: - The cache

    private let keyHash = KeyHash()

    private func hash(_ answer: StoredAnswer) -> UInt64 {
        let key = answer.key
        return keyHash(key.span)
    }

    private func answer(_ owner: String, now: UInt64 = 0, ttl: UInt32 = 60) throws -> StoredAnswer {
        let message = DNSMessage(answers: [record(owner, "203.0.113.7", ttl: ttl)])
        return try #require(
            StoredAnswer(
                message, question: DNSQuestion(name: name(owner), type: .a), dnssecOK: false, checkingDisabled: false,
                lifetime: AnswerLifetime(), now: now))
    }

    private func find(_ answer: StoredAnswer, in cache: AnswerCache) -> StoredAnswer? {
        answer.key.withUnsafeBufferPointer { cache.find(hash(answer), $0) }
    }

    @Test func theCacheIsBoundedInNumberAndKeepsWhatIsUsed() throws {
        var cache = AnswerCache(maximumEntries: 100, maximumBytes: 1 << 20)
        let used = try answer("used.example")
        cache.insert(used, hash(used), now: 0)
        for index in 0..<1000 {
            let other = try answer("name\(index).example")
            cache.insert(other, hash(other), now: 0)
            find(used, in: cache)?.isReferenced = true
            #expect(cache.count <= 100)
        }
        #expect(find(used, in: cache) === used)
        #expect(cache.evictions == 901)
    }

    @Test func theCacheIsBoundedInBytes() throws {
        let one = try answer("name0.example").cost
        var cache = AnswerCache(maximumEntries: 1000, maximumBytes: 10 * one)
        for index in 0..<100 {
            let other = try answer("name\(index % 10).example\(index)")
            cache.insert(other, hash(other), now: 0)
            #expect(cache.bytes <= 10 * one)
        }
        #expect(cache.count >= 8)
        cache.removeAll()
        #expect(cache.bytes == 0)
        #expect(cache.count == 0)
    }

    @Test func aNewAnswerTakesThePlaceOfTheOld() throws {
        var cache = AnswerCache(maximumEntries: 10, maximumBytes: 1 << 20)
        let old = try answer("a.example")
        let new = try answer("a.example")
        for one in [old, new] { cache.insert(one, hash(one), now: 0) }
        #expect(cache.count == 1)
        #expect(cache.bytes == new.cost)
        #expect(find(old, in: cache) === new)
        // TTL 0 takes the old one away and does not stay.
        let none = try answer("a.example", ttl: 0)
        cache.insert(none, hash(none), now: 0)
        #expect(cache.count == 0)
    }

    @Test func anExpiredAnswerGoesFirst() throws {
        var cache = AnswerCache(maximumEntries: 2, maximumBytes: 1 << 20)
        let brief = try answer("brief.example", ttl: 1)
        let long = try answer("long.example", ttl: 100)
        for one in [long, brief] { cache.insert(one, hash(one), now: 0) }
        let third = try answer("third.example", now: 2_000_000_000)
        cache.insert(third, hash(third), now: 2_000_000_000)
        #expect(find(long, in: cache) === long)
        #expect(find(brief, in: cache) == nil)
    }

    @Test func lifetimes() {
        let lifetime = AnswerLifetime(maximum: 1000, maximumNegative: 100)
        func seconds(_ ttls: [UInt32], authority: [DNSRecord] = [], code: UInt16 = 0, negative: Bool = false) -> UInt32
        {
            var message = DNSMessage(
                answers: ttls.map { record("a.example", "203.0.113.7", ttl: $0) }, authority: authority)
            message.flags.responseCode = code
            return lifetime.seconds(message, isNegative: negative)
        }
        #expect(seconds([300, 60]) == 60)
        #expect(seconds([5000]) == 1000)
        #expect(seconds([300, 0]) == 0)
        #expect(seconds([300], authority: [soa("example", minimum: 9, ttl: 50)]) == 50)
        #expect(seconds([], negative: true) == 0)
        #expect(seconds([], authority: [soa("example", minimum: 9)], negative: true) == 9)
        #expect(seconds([], authority: [soa("example", minimum: 200)], negative: true) == 100)
        #expect(seconds([], authority: [soa("example", minimum: 9, ttl: 5)], code: 3, negative: true) == 5)
        #expect(seconds([300], code: 2) == 0)
    }

    // MARK: - Addresses

    @Test(arguments: [
        ("203.0.113.7", true), ("10.1.2.3", false), ("172.31.0.1", false), ("172.32.0.1", true),
        ("192.168.0.1", false), ("100.64.0.1", false), ("100.128.0.1", true), ("127.0.0.1", false),
        ("169.254.169.254", false), ("0.0.0.0", false), ("198.18.0.1", false), ("2001:db8::1", true),
        ("::1", false), ("::", false), ("fd00::1", false), ("fe80::1", false), ("::ffff:10.0.0.1", false),
        ("::ffff:203.0.113.7", true), ("64:ff9b::a00:1", false), ("64:ff9b::cb00:7107", true),
    ])
    func addressesOfNamesOutside(text: String, isAllowed: Bool) {
        var guardian = RebindingGuard(allowsPrivateAnswers: [".corp.example", "host.example."])
        guardian.localPrefixes = [prefix("198.18.0.0/24")]
        let message = DNSMessage(additional: [record("other.example", text)])
        let outside = address("203.0.113.53")
        #expect((guardian.offence(in: message, name: name("a.example"), server: outside) == nil) == isAllowed)
        for allowed in ["db.corp.example", "CORP.example", "host.example"] {
            #expect(guardian.offence(in: message, name: name(allowed), server: outside) == nil)
        }
        #expect((guardian.offence(in: message, name: name("notcorp.example"), server: outside) == nil) == isAllowed)
        // A server of one's own, inside, knows names of its own; the host's stub does not.
        #expect(guardian.offence(in: message, name: name("a.example"), server: address("198.18.0.53")) == nil)
        #expect(
            (guardian.offence(in: message, name: name("a.example"), server: address("127.0.0.53")) == nil)
                == isAllowed)
    }

    @Test func addressesInHintsCount() {
        let https = DNSRecord(
            name: name("a.example"), type: .https, timeToLive: 60,
            data: [0, 1, 0, 0, 4, 0, 8, 203, 0, 113, 7, 10, 0, 0, 1])
        let message = DNSMessage(answers: [https])
        #expect(
            RebindingGuard(allowsPrivateAnswers: [])
                .offence(in: message, name: name("a.example"), server: address("203.0.113.53")) == address("10.0.0.1"))
        #expect(
            AnswerChain(message, DNSQuestion(name: name("A.example"), type: .https)).addresses
                == [address("203.0.113.7"), address("10.0.0.1")])
    }

    @Test func chainsAreBounded() {
        var records = (0..<40).map { cname("name\($0).example", "name\($0 + 1).example") }
        records.append(record("name40.example", "203.0.113.7"))
        func addresses(_ start: Int) -> [IPAddress] {
            AnswerChain(
                DNSMessage(answers: records), DNSQuestion(name: name("name\(start).example"), type: .a)
            ).addresses
        }
        #expect(addresses(24) == [address("203.0.113.7")])
        #expect(addresses(23) == [])
    }

    // MARK: - Limits

    @Test func aSourceGetsItsRateAndNoMore() {
        var limiter = SourceLimiter(rate: 10)
        let second: UInt64 = 1_000_000_000
        func allowed(_ source: String, at now: UInt64) -> Int {
            (0..<100).count { _ in limiter.allows(address(source), now: now) }
        }
        #expect(allowed("10.0.0.1", at: second) == 10)
        #expect(allowed("10.0.0.1", at: second + second / 2) == 5)
        #expect(allowed("10.0.0.1", at: 100 * second) == 10)
        #expect(allowed("2001:db8::1", at: 100 * second) == 10)
        limiter = SourceLimiter(rate: 0)
        #expect(allowed("10.0.0.1", at: second) == 100)
    }

    @Test func deadlinesComeInOrder() {
        var queue = DeadlineQueue<Int>()
        let times = (0..<200).map { UInt64($0 * 7919 % 200) }
        for time in times { queue.add(Int(time), at: time) }
        #expect(queue.pop(now: 0) == 0)
        #expect(queue.pop(now: 0) == nil)
        var taken: [Int] = []
        while let next = queue.pop(now: 500) { taken.append(next) }
        #expect(taken == Array(1..<200))
    }

    // MARK: - What is learned

    private let start = Date(timeIntervalSince1970: 1_800_000_000)

    @Test func eachAddressExpiresByItself() {
        var learned = LearnedNames()
        func note(_ addresses: [String], _ family: IPAddress.Family?, at seconds: Double) -> LearnedNames.Change {
            learned.note(
                "a.example", addresses.map { address($0) }, family: family, now: start.addingTimeInterval(seconds))
        }
        _ = note(["203.0.113.1", "203.0.113.2"], .ipv4, at: 0)
        _ = note(["2001:db8::1"], .ipv6, at: 0)
        var removed: [LearnedAddress] = []
        for step in 1..<60 { removed += note(["203.0.113.2"], .ipv4, at: Double(15 * step)).removed }
        #expect(removed.isEmpty)
        // Seen once more, and its time begins again.
        _ = note(["203.0.113.1"], nil, at: 890)
        for step in 60..<119 { removed += note(["203.0.113.2"], .ipv4, at: Double(15 * step)).removed }
        #expect(removed.isEmpty)
        removed += note(["203.0.113.2"], .ipv4, at: 15 * 119).removed
        removed += note(["203.0.113.2"], .ipv4, at: 15 * 120).removed
        #expect(removed.map(\.address) == [address("203.0.113.1")])
        #expect(
            learned.resolved.addresses == ["a.example": [address("203.0.113.2"), address("2001:db8::1")]])
        // Nothing at all is an answer too.
        for step in 121..<190 { removed += note([], .ipv4, at: Double(15 * step)).removed }
        #expect(learned.resolved.addresses == ["a.example": [address("2001:db8::1")]])
    }

    @Test func anOutageIsNoAbsence() {
        var learned = LearnedNames([
            LearnedAddress(name: "a.example", address: address("203.0.113.1"), lastSeen: start)
        ])
        func note(_ seconds: Double) -> Int {
            learned.note(
                "a.example", [address("203.0.113.2")], family: .ipv4, now: start.addingTimeInterval(seconds)
            ).removed.count
        }
        #expect(note(10_000) == 0)
        #expect(note(20_000) == 0)
        for minute in 1...12 { #expect(note(20_000 + 60 * Double(minute)) == 0) }
        #expect(note(20_000 + 60 * 13) == 0)
        #expect(note(20_000 + 60 * 14) == 1)
    }

    @Test func freshness() {
        var learned = LearnedNames()
        let one = [address("203.0.113.1")]
        #expect(!learned.isFresh("a.example", one, family: .ipv4, now: start))
        #expect(learned.isFresh("a.example", [], family: nil, now: start))
        _ = learned.note("a.example", one, family: .ipv4, now: start)
        #expect(learned.isFresh("a.example", one, family: .ipv4, now: start.addingTimeInterval(9)))
        #expect(!learned.isFresh("a.example", [], family: .ipv6, now: start.addingTimeInterval(9)))
        #expect(!learned.isFresh("a.example", one, family: nil, now: start.addingTimeInterval(11)))
        // A clock that was set back.
        #expect(!learned.isFresh("a.example", one, family: nil, now: start.addingTimeInterval(-11)))
        #expect(!learned.isFresh("a.example", one + [address("203.0.113.2")], family: nil, now: start))
    }

    @Test func addressesOfANameAreBounded() {
        var learned = LearnedNames()
        for index in 0..<1100 {
            let number = UInt128(0xcb00_0000 + index)
            _ = learned.note(
                "a.example", [IPAddress(number: number, family: .ipv4)], family: nil,
                now: start.addingTimeInterval(Double(index)))
        }
        #expect(learned.addressCount == LearnedNames.maximumAddresses)
        #expect(
            learned.resolved.addresses["a.example"]?.contains(IPAddress(number: 0xcb00_0000, family: .ipv4)) == false)
        let kept = learned.keep(["b.example"])
        #expect(kept.removed.count == LearnedNames.maximumAddresses)
        #expect(learned.nameCount == 0)
        #expect(learned.note("a.example", [address("203.0.113.1")], family: nil, now: start).saved.isEmpty)
    }
}
