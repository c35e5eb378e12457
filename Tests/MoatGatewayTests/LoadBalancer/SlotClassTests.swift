import MoatModel
import Testing

@testable import MoatGateway

struct SlotClassTests {
    @Test(arguments: [
        (1, 1), (2, 16), (3, 16), (4, 64), (12, 64), (13, 256), (51, 256), (52, 1024), (819, 4096), (820, 16384),
        (16384, 16384),
    ])
    func fiveSlotsABackend(_ backends: Int, _ slots: Int) {
        #expect(SlotClass.holding(backends, .none).slots == slots)
    }

    /// Scaling from 2 to 50 backends does not change the size, which would move clients.
    @Test func affinityBeginsLarge() {
        #expect(SlotClass.holding(2, .clientIP).slots == 256)
        #expect(SlotClass.holding(51, .clientIP).slots == 256)
        #expect(SlotClass.holding(1, .clientIP).slots == 1)
    }
}
