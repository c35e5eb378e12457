import MoatModel
import MoatPolicy
import Testing

@Suite("rule numbers") struct RuleNumberingTests {
    @Test func stableAcrossCompiles() throws {
        var numbering = RuleNumbering()
        let first = try Scene(group(allow(network("a"), network("b")))).compile(numbering: &numbering)
        #expect(first.rules.map(\.identity.number) == [16, 17])
        // Another order, one rule gone, one new: those that stay keep theirs, none is used again.
        let second = try Scene(group(allow(network("c"), network("b")))).compile(numbering: &numbering)
        #expect(second.rules.map(\.identity.number) == [18, 17])
        let third = try Scene(group(allow(network("a"), network("b"), network("c")))).compile(numbering: &numbering)
        #expect(third.rules.map(\.identity.number) == [16, 17, 18])
    }

    /// A rule that matches something else is still that rule; one that sends flows elsewhere
    /// is another.
    @Test func translationIsPartOfTheRule() throws {
        var numbering = RuleNumbering()
        func number(_ rule: NatRule) throws -> UInt32? {
            try Scene(group(dnat(rule))).compile(numbering: &numbering).rules.first?.identity.number
        }
        #expect(try number(nat("n")) == 16)
        #expect(try number(nat("n", ports: "443")) == 16)
        #expect(try number(nat("n", target: "10.0.4.5")) == 17)
        #expect(try number(nat("n", targetPort: 80)) == 18)
        #expect(try number(nat("n")) == 16)
    }

    @Test func unchangedWhereCompilingFails() throws {
        var numbering = RuleNumbering()
        let scene = Scene(group(allow(network("new"), network("bad", to: "Nowhere"))))
        #expect(throws: CompileError.self) { try scene.compile(numbering: &numbering) }
        #expect(numbering.numbers.isEmpty)
        #expect(numbering.next == RuleNumbering.first)
    }

    @Test func takesUpWhereItLeftOff() {
        let key = RuleIdentity.Key(policy: "p", group: "g", collection: "c", rule: "r")
        var numbering = RuleNumbering([key: 41])
        #expect(numbering.number(for: key) == 41)
        #expect(numbering.number(for: .init(policy: "p", group: "g", collection: "c", rule: "s")) == 42)
    }
}
