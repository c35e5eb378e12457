import MoatKernel
import MoatModel
import MoatPolicy
import Testing

@testable import MoatGateway

struct GatewaySkeletonTests {
    private func skeleton(_ configuration: GatewayConfiguration, queue: Bool = false, log: Bool = true) throws
        -> GatewaySkeleton
    {
        let layout = try #require(MarkLayout(mask: configuration.markMask))
        return GatewaySkeleton(
            configuration: configuration, layout: layout, hasQueueStatement: queue, hasLogStatement: log)
    }

    @Test func replacesOnlyItsOwnTable() throws {
        let commands = try skeleton(
            GatewayConfiguration(publicInterface: "eth0", privateInterface: "eth1"), log: false
        ).commands()
        #expect(commands.hasPrefix("add table inet moat\ndelete table inet moat\n"))
        #expect(!commands.contains("flush ruleset"))
        #expect(!commands.contains("queue"))
    }

    @Test func bothSidesHaveQueuesOfTheirOwn() throws {
        let skeleton = try skeleton(
            GatewayConfiguration(publicInterface: "eth0", privateInterface: "eth1", queuesPerSide: 3), queue: true)
        #expect(skeleton.publicQueues == 100...102)
        #expect(skeleton.privateQueues == 103...105)
        let commands = skeleton.commands()
        #expect(
            commands.contains("iifname \"eth0\" ct state new ct mark and 0x0fffffff == 0 queue flags fanout to 100-102")
        )
        #expect(
            commands.contains("iifname \"eth1\" ct state new ct mark and 0x0fffffff == 0 queue flags fanout to 103-105")
        )
    }

    /// The copies are limited, so that a flood costs no more than its drop.
    @Test func unexpectedPacketsAreCountedAndSomeOfThemCopied() throws {
        let configuration = GatewayConfiguration(publicInterface: "eth0", privateInterface: "eth1", firstQueue: 300)
        let commands = try skeleton(configuration).commands()
        #expect(
            commands.contains(
                """
                  chain unexpected {
                    counter name invalid
                    meta l4proto != tcp drop
                    limit rate over 500/second burst 500 packets counter name untraced drop
                    log group 300 queue-threshold 32 snaplen 128
                    drop
                  }
                """))
        #expect(commands.contains("ct state invalid goto unexpected"))
        #expect(
            try skeleton(configuration, log: false).commands().contains(
                """
                  chain unexpected {
                    counter name invalid
                    drop
                  }
                """))
    }

    @Test func managementPassesWithoutAQueue() throws {
        let source = try #require(IPPrefix("192.0.2.0/24"))
        let commands = try skeleton(
            GatewayConfiguration(
                publicInterface: "eth0", privateInterface: "eth1", management: [.init(source: source, port: 22)])
        ).commands()
        #expect(
            commands.contains("ip saddr 192.0.2.0/24 tcp dport 22 fib daddr type local ct mark set 0x00000400 accept"))
    }

    @Test func withoutALimitThereAreNoSets() throws {
        let commands = try skeleton(
            GatewayConfiguration(publicInterface: "eth0", privateInterface: "eth1", newFlowsPerSource: 0)
        ).commands()
        #expect(!commands.contains("flow_rate"))
    }

    @Test func onlyTheBitsOfTheMaskAreTouched() throws {
        let commands = try skeleton(
            GatewayConfiguration(publicInterface: "eth0", privateInterface: "eth1", markMask: 0x00ff_fff0)
        ).commands()
        #expect(commands.contains("ct mark set meta mark and 0x00fffff0 meta mark set meta mark and 0xff00000f"))
    }

    @Test func flowsThatAwaitANameGoToTheProxyOrNowhere() throws {
        var configuration = GatewayConfiguration(publicInterface: "eth0", privateInterface: "eth1")
        #expect(try skeleton(configuration).commands().contains("chain proxied {\n    drop\n  }"))
        configuration.proxyPort = 4711
        #expect(
            try skeleton(configuration).commands().contains(
                """
                  chain proxied {
                    meta l4proto tcp tproxy ip to 127.0.0.1:4711 meta mark set meta mark and 0xf0000000 or 0x00000600 accept
                    drop
                  }
                """))
        #expect(try skeleton(configuration).commands().contains("ct mark and 0x0ffffe00 == 0x00000600 goto proxied"))
        #expect(try skeleton(configuration).localDelivery == LocalDelivery(mark: 0x600, mask: 0x0fff_fe00))
    }
}
