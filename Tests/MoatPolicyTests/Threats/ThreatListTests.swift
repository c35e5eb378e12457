import MoatModel
import Testing

@testable import MoatPolicy

@Suite("the entries of one feed")
struct ThreatListTests {
    private func bytes(_ name: String, _ list: inout ThreatList, isWildcard: Bool = false, _ text: String? = nil) {
        Array(name.utf8).withUnsafeBufferPointer {
            list.add(name: $0, isWildcard: isWildcard, description: text, expires: nil)
        }
    }

    @Test func counts() throws {
        var list = ThreatList(feed: "feed", category: "Bots")
        list.add(IPRange(prefix("198.51.100.0/24")))
        list.add(ipv4: 1, through: 2, description: nil, expires: nil)
        list.add(ipv6: 1, through: 2, description: nil, expires: nil)
        bytes("a.example", &list)
        bytes(".a.example", &list, isWildcard: true)
        list.add(patterns(["A.example"])[0])
        list.add(try #require(ThreatURL("http://a.example/")))
        list.add(try #require(ThreatURL("http://A.example")))
        #expect(list.addressCount == 3 && list.nameCount == 2 && list.urlCount == 1 && list.count == 6)
    }

    /// A name that is read as bytes and one that is read as a pattern are the same entry.
    @Test func theFirstOfTheSameNameStays() {
        var list = ThreatList(feed: "feed", category: "Bots")
        bytes("a.example", &list, "first")
        list.add(patterns(["a.example"])[0], description: "second")
        list.add(patterns(["*.b.example"])[0], description: "first")
        bytes(".b.example", &list, isWildcard: true, "second")
        let lists = ThreatLists(fetched: ThreatIndex([list], at: 0))
        #expect(lists.info(ofName: "a.example")?.description == "first")
        #expect(lists.info(ofName: "x.b.example")?.description == "first")
    }

    @Test func descriptionsAreSharedAndBounded() {
        var list = ThreatList(feed: "feed", category: "Bots")
        for number in 0..<20_000 {
            list.add(ipv4: UInt32(number), through: UInt32(number), description: "text \(number)", expires: nil)
        }
        list.add(ipv4: 50_000, through: 50_000, description: "text 5", expires: nil)
        list.add(ipv4: 50_001, through: 50_001, description: "", expires: nil)
        list.add(ipv4: 50_002, through: 50_002, description: String(repeating: "é", count: 300), expires: nil)
        #expect(list.infos.count == ThreatList.maximumDescriptions + 1)
        let index = ThreatIndex([list], at: 0)
        func text(_ number: UInt32) -> String? { index.info(of: .v4(.init(rawValue: number)))?.description }
        #expect(text(5) == "text 5" && text(50_000) == "text 5")
        #expect(text(19_999) == "Bots" && text(50_001) == "Bots")
        var other = ThreatList(feed: "feed", category: "Bots")
        other.add(ipv4: 1, through: 1, description: String(repeating: "é", count: 300), expires: nil)
        #expect(other.infos.last?.description.count == ThreatList.maximumDescriptionLength)
    }

    @Test func theNextExpiry() {
        var list = ThreatList(feed: "feed", category: "Bots")
        list.add(ipv4: 1, through: 1, description: nil, expires: nil)
        #expect(list.nextExpiry(after: 0) == nil)
        list.add(ipv4: 1, through: 1, description: nil, expires: 30)
        list.add(ipv6: 1, through: 1, description: nil, expires: 20)
        list.add(patterns(["a.example"])[0], expires: 10)
        #expect(list.nextExpiry(after: 0) == 10 && list.nextExpiry(after: 9) == 10)
        #expect(list.nextExpiry(after: 10) == 20 && list.nextExpiry(after: 20) == 30)
        #expect(list.nextExpiry(after: 30) == nil)
    }

    /// A range that ends before it begins is its first address, not all but a few.
    @Test func rangesTheWrongWayRound() {
        var list = ThreatList(feed: "feed", category: "Bots")
        list.add(ipv4: 10, through: 5, description: nil, expires: nil)
        list.add(ipv6: 10, through: 5, description: nil, expires: nil)
        let index = ThreatIndex([list], at: 0)
        for (number, isListed) in [(9, false), (10, true), (11, false)] as [(UInt32, Bool)] {
            #expect((index.info(of: .v4(.init(rawValue: number))) != nil) == isListed)
            #expect((index.info(of: .v6(.init(rawValue: UInt128(number)))) != nil) == isListed)
        }
    }
}
