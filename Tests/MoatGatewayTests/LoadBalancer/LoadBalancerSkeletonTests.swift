import Testing

@testable import MoatGateway

struct LoadBalancerSkeletonTests {
    @Test func actsOnlyWhenItTakesOver() {
        let skeleton = LoadBalancerSkeleton(name: "moat_lb_next", ruleMask: nil, turningMark: 1)
        #expect(!skeleton.commands().contains("hook"))
        let takeOver = skeleton.takeOver(from: ["moat_lb"])
        #expect(takeOver.hasPrefix("delete table inet moat_lb\ntable inet moat_lb_next {"))
        #expect(takeOver.contains("type nat hook prerouting priority -101"))
    }

    @Test func rulesAreFollowedOnlyBesideAFirewall() {
        #expect(!LoadBalancerSkeleton(name: "moat_lb", ruleMask: nil, turningMark: 1).commands().contains("rule_"))
        let beside = LoadBalancerSkeleton(name: "moat_lb", ruleMask: 0x0fff_0000, turningMark: 1)
        #expect(beside.commands().contains("dnat ip to ct mark and 268369920 . meta l4proto . jhash"))
        #expect(beside.takeOver(from: []).contains("ct mark and 268369920 . meta l4proto vmap @rule_frontends"))
    }
}
