import MoatPolicy
import Testing

@testable import MoatGateway

struct MarkLayoutTests {
    @Test(arguments: [0x0fff_ffff, 0xffff_ffff, 0xffff_f000, 0x00ff_fff0] as [UInt32])
    func whatIsWrittenIsRead(mask: UInt32) throws {
        let layout = try #require(MarkLayout(mask: mask))
        let sources: [Decision.SourceNAT] = [.none, .publicAddress(0), .publicAddress(249), .privateAddress]
        for number in [RuleNumbering.first, layout.largestRuleNumber] {
            for side in Flow.Side.allCases {
                for source in sources {
                    let fields = MarkLayout.Fields(ruleNumber: number, side: side, sourceNAT: source)
                    let mark = layout.mark(fields, into: 0)
                    #expect(mark & ~mask == 0)
                    #expect(layout.fields(of: mark) == fields)
                }
            }
        }
    }

    @Test func theBitsOfOthersAreKept() throws {
        let layout = try #require(MarkLayout(mask: 0x0fff_ff00))
        let fields = MarkLayout.Fields(ruleNumber: 100, side: .public, sourceNAT: .none)
        #expect(layout.mark(fields, into: 0xf000_00ab) & ~layout.mask == 0xf000_00ab)
        #expect(layout.fields(of: 0xf000_00ab) == nil)
    }

    @Test(arguments: [0, 0xffff, 0x0ff0_ffff, 0x0007_ffff] as [UInt32])
    func aMaskThatIsTooSmallOrBrokenIsRefused(mask: UInt32) {
        #expect(MarkLayout(mask: mask) == nil)
    }

    @Test func theDefaultMaskHoldsHalfAMillionRules() throws {
        #expect(try #require(MarkLayout(mask: 0x0fff_ffff)).largestRuleNumber == 524_287)
    }
}
