import Testing

@testable import MoatLab

@Suite struct DomainTableTests {
    private let table = DomainTable([
        LabDomain("*.cdn.example", addresses: [ReferenceLab.address("203.0.113.30")]),
        LabDomain("own.cdn.example", addresses: [ReferenceLab.address("203.0.113.31")]),
        LabDomain("a.b.example", addresses: [ReferenceLab.address("203.0.113.32")]),
        LabDomain("lost.example", alias: "nowhere.example"),
        LabDomain("one.example", alias: "two.example"), LabDomain("two.example", alias: "one.example"),
    ])

    private func addresses(_ name: String) -> [[UInt8]] {
        table.answer(name, type: DNSRecord.Kind.a.rawValue).records.map(\.data)
    }

    @Test func aWildcardStandsForWhatIsBelowIt() {
        #expect(addresses("x.cdn.example") == [[203, 0, 113, 30]])
        #expect(addresses("x.y.cdn.example") == [[203, 0, 113, 30]])
        #expect(addresses("own.cdn.example") == [[203, 0, 113, 31]])
        // RFC 4592: below a name that is there, the wildcard above it does not count.
        #expect(!table.answer("x.own.cdn.example", type: 1).exists)
        #expect(addresses("cdn.example").isEmpty)
        #expect(table.answer("cdn.example", type: 1).exists)
        #expect(!table.answer("xcdn.example", type: 1).exists)
    }

    @Test func aNameWithNamesBelowItIsThere() {
        let answer = table.answer("b.example", type: 1)
        #expect(answer.exists)
        #expect(answer.records.isEmpty)
        #expect(answer.negative != nil)
        #expect(!table.answer("c.example", type: 1).exists)
    }

    @Test func anAliasToNowhereSaysSo() {
        let answer = table.answer("lost.example", type: 1)
        #expect(!answer.exists)
        #expect(answer.records.map(\.kind) == [.cname])
    }

    @Test func aRingOfAliasesEnds() {
        #expect(table.answer("one.example", type: 1).records.count == 16)
    }

    @Test func whatTheNameOfACertificateCovers() {
        #expect(DomainName.covers("*.cdn.example", "a.cdn.example"))
        #expect(!DomainName.covers("*.cdn.example", "cdn.example"))
        #expect(!DomainName.covers("*.cdn.example", ".cdn.example"))
        #expect(DomainName.covers("docker.io", "docker.io"))
        #expect(!DomainName.covers("docker.io", "x.docker.io"))
        #expect(DomainName.isValid("*.docker.io"))
        for wrong in ["", "Docker.io", "a..b", "a.*.b", ".", "docker.io.", String(repeating: "a", count: 64)] {
            #expect(!DomainName.isValid(wrong), "\(wrong)")
        }
    }
}
