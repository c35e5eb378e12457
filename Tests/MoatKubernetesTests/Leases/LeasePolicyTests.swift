import MoatKubernetes
import Testing

struct LeasePolicyTests {
    @Test(arguments: [
        (15, 10, 2, true), (1, 0.6, 0.1, true), (1.5, 1, 0.5, false), (0, -1, -2, false), (10, 10, 2, false),
        (15, 2, 2, false), (15, 10, 0, false), (100_000, 10, 2, false),
    ])
    func takesTimesThatMakeSense(lease: Double, renew: Double, retry: Double, isGood: Bool) {
        let policy = try? LeasePolicy(
            leaseDuration: .seconds(lease), renewDeadline: .seconds(renew), retryPeriod: .seconds(retry))
        #expect((policy != nil) == isGood)
    }
}
