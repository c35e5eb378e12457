import Foundation
import Glibc
import MoatLab
import MoatModel
import Testing

extension SystemTests {
    /// Real packets through the maps.
    @Suite struct KernelLoadBalancerTests {
        private let three = "10.0.5.7:8080,10.0.5.8:8080,10.0.5.9:8080"

        @Test func everyBackendGetsConnectionsAndSeesTheClient() throws {
            try BalancedNetwork.with { network throws in
                try network.listen(8080)
                try network.apply("10.0.4.4:80/tcp None \(three) -")
                var arrivals: [BalancedNetwork.Arrival: Int] = [:]
                for _ in 0..<60 {
                    let arrival = try #require(try network.connect())
                    arrivals[arrival, default: 0] += 1
                }
                #expect(Set(arrivals.keys.map(\.backend)) == Set(BalancedNetwork.backends))
                #expect(Set(arrivals.keys.map(\.client)) == ["203.0.113.50"])
            }
        }

        @Test func aClientKeepsItsBackendWithAffinity() throws {
            try BalancedNetwork.with { network throws in
                try network.listen(8080)
                try network.apply("10.0.4.4:80/tcp ClientIP \(three) -")
                let first = try #require(try network.connect())
                for _ in 0..<10 { #expect(try network.connect() == first) }
                // Another backend goes; this client stays where it was.
                let others = BalancedNetwork.backends.filter { $0 != first.backend }
                let left = [first.backend, others[0]].map { "\($0):8080" }.joined(separator: ",")
                try network.apply("10.0.4.4:80/tcp ClientIP \(left) -")
                #expect(try network.connect() == first)
            }
        }

        /// TCP and UDP of one port are frontends of their own.
        @Test func tcpAndUDPShareAnAddress() throws {
            try BalancedNetwork.with { network throws in
                try network.listen(53)
                try network.listen(53, type: SOCK_DGRAM)
                try network.apply(
                    "10.0.4.4:53/tcp None 10.0.5.7:53 -", "10.0.4.4:53/udp None 10.0.5.8:53 -")
                #expect(try network.connect(to: "10.0.4.4", 53)?.backend == "10.0.5.7")
                let udp = try UDPProbe(from: network.host("client"), to: Rules.address("10.0.4.4"), port: 53)
                udp.send("who")
                #expect(try network.arrival(type: SOCK_DGRAM) == .init(backend: "10.0.5.8", client: "203.0.113.50"))
                #expect(udp.receive() == "who")
            }
        }

        @Test func whatIsNotServedIsRefusedAtOnce() throws {
            try BalancedNetwork.with { network throws in
                try network.listen(8080)
                try network.apply("10.0.4.4:80/tcp None 10.0.5.7:8080 -", "10.0.4.4:81/tcp None - -")
                for port: UInt16 in [81, 22] {
                    #expect(throws: TCPProbe.Failure.refused) { try network.connect(to: "10.0.4.4", port) }
                }
                // The last backend goes: refused, and served again when one is there.
                try network.apply("10.0.4.4:80/tcp None - -")
                #expect(throws: TCPProbe.Failure.refused) { try network.connect() }
                try network.apply("10.0.4.4:80/tcp None 10.0.5.9:8080 -")
                #expect(try network.connect()?.backend == "10.0.5.9")
            }
        }

        /// An address of the backends' own link: the balancer answers ARP for it, and not for one
        /// that it has given up.
        @Test func theAddressIsFoundOnItsLink() throws {
            try BalancedNetwork.with { network throws in
                try network.listen(8080)
                try network.apply("10.0.5.100:80/tcp None 10.0.5.8:8080 -")
                #expect(try network.connect(from: "10.0.5.7", to: "10.0.5.100")?.backend == "10.0.5.8")
                try network.apply()
                let routes = try network.run(network.host("balancer"), "ip", "route", "show", "table", "local")
                #expect(!routes.contains("10.0.5.100"))
            }
        }

        /// Backend and client on one link: the answer would go past the balancer.
        @Test func machinesBesideTheBackendsReachThemThroughTheBalancer() throws {
            try BalancedNetwork.with { network throws in
                try network.listen(8080)
                try network.apply("10.0.4.4:80/tcp None 10.0.5.8:8080 -")
                #expect(try network.connect(from: "10.0.5.7") == .init(backend: "10.0.5.8", client: "10.0.5.1"))
            }
        }

        @Test func connectionsOfOthersGoOnWhileBackendsChange() throws {
            try BalancedNetwork.with { network throws in
                let web = try Listener(in: network.host("10.0.5.7"), port: 8080)
                defer { web.close() }
                try network.apply("10.0.4.4:80/tcp None 10.0.5.7:8080 -")
                let probe = try TCPProbe(from: network.host("client"), to: Rules.address("10.0.4.4"), port: 80)
                let peer = accept(web.descriptor, nil, nil)
                defer { Glibc.close(peer) }
                func speaks() -> Bool {
                    probe.send("ping")
                    var interest = pollfd(fd: peer, events: Int16(POLLIN), revents: 0)
                    var buffer = [UInt8](repeating: 0, count: 16)
                    return poll(&interest, 1, 1000) > 0 && recv(peer, &buffer, 16, 0) > 0
                }
                for backends in [three, "10.0.5.7:8080", three, "10.0.5.7:8080,10.0.5.8:8080"] {
                    try network.apply("10.0.4.4:80/tcp None \(backends) -", "10.0.4.5:80/tcp None \(three) -")
                    #expect(speaks())
                }
                // It drains, and the connection goes on.
                try network.apply("10.0.4.4:80/tcp None 10.0.5.8:8080 10.0.5.7:8080")
                #expect(speaks())
                // It is gone: the client hears of it with its next byte.
                try network.apply("10.0.4.4:80/tcp None 10.0.5.8:8080 -")
                probe.send("anybody there?")
                #expect(probe.receive() == nil)
            }
        }

        @Test func datagramsMoveOnWhenTheirBackendDrains() throws {
            try BalancedNetwork.with { network throws in
                try network.listen(53, type: SOCK_DGRAM)
                try network.apply("10.0.4.4:53/udp None 10.0.5.7:53 -")
                let udp = try UDPProbe(from: network.host("client"), to: Rules.address("10.0.4.4"), port: 53)
                udp.send("one")
                #expect(try network.arrival(type: SOCK_DGRAM)?.backend == "10.0.5.7")
                try network.apply("10.0.4.4:53/udp None 10.0.5.8:53 10.0.5.7:53")
                udp.send("two")
                #expect(try network.arrival(type: SOCK_DGRAM)?.backend == "10.0.5.8")
            }
        }

        /// Restarted under a steady load, by kill -9: the kernel goes on, and the next one takes
        /// over without a gap.
        @Test func aRestartCostsNoConnection() throws {
            try BalancedNetwork.with { network throws in
                let table = ["10.0.4.4:80/tcp None 10.0.5.7:8080,10.0.5.8:8080 -"]
                let listeners = try ["10.0.5.7", "10.0.5.8"].map { try Listener(in: network.host($0), port: 8080) }
                defer { listeners.forEach { $0.close() } }
                try network.apply(table[0])
                let load = ConnectionLoad(
                    from: network.host("client"), to: "10.0.4.4", port: 80, rate: 200, limit: .seconds(2))
                for _ in 0..<3 {
                    network.killBalancer()
                    usleep(100_000)
                    listeners.forEach { $0.discard() }
                    try network.startBalancer()
                    try network.apply(table[0])
                    listeners.forEach { $0.discard() }
                }
                let result = load.stop()
                #expect(result.failed == 0)
                #expect(result.connected > 20)
                let tables = try network.run(network.host("balancer"), "nft", "list", "tables")
                #expect(tables.split(separator: "\n").count == 1, "\(tables)")
            }
        }

        /// Nobody was there to see the backend go, and its client sends on: it would never reach another.
        @Test func datagramsLeaveABackendThatWentWhileNobodyWatched() throws {
            try BalancedNetwork.with { network throws in
                try network.listen(53, type: SOCK_DGRAM)
                try network.apply("10.0.4.4:53/udp None 10.0.5.7:53 -")
                let first = network.current
                let udp = try UDPProbe(from: network.host("client"), to: Rules.address("10.0.4.4"), port: 53)
                func backend() throws -> String? {
                    udp.send("who")
                    return try network.arrival(type: SOCK_DGRAM)?.backend
                }
                #expect(try backend() == "10.0.5.7")
                try network.startBalancer()
                try network.apply("10.0.4.4:53/udp None 10.0.5.8:53 -")
                #expect(try backend() == "10.0.5.8")
                // For the one that leads again nothing has changed since it led.
                try network.apply("10.0.4.4:53/udp None 10.0.5.7:53 -", to: first)
                #expect(try backend() == "10.0.5.7")
                // The whole frontend goes while nobody is there.
                try network.startBalancer()
                try network.apply("10.0.4.4:54/udp None 10.0.5.8:53 -")
                #expect(try backend() == nil)
            }
        }

        /// A client began to send before there was a frontend, and does not stop.
        @Test func datagramsThatCameBeforehandFindTheirWay() throws {
            try BalancedNetwork.with { network throws in
                try network.listen(53, type: SOCK_DGRAM)
                // With a table in force the kernel keeps track of all flows; this one leads nowhere.
                try network.apply("10.0.4.5:53/udp None 10.0.5.8:53 -")
                _ = try network.run(
                    network.host("balancer"), "ip", "route", "add", "10.0.4.4/32", "via", "10.0.5.9")
                let udp = try UDPProbe(from: network.host("client"), to: Rules.address("10.0.4.4"), port: 53)
                udp.send("one")
                try network.apply("10.0.4.4:53/udp None 10.0.5.7:53 -")
                udp.send("two")
                #expect(try network.arrival(type: SOCK_DGRAM)?.backend == "10.0.5.7")
            }
        }

        /// The one that has lost the lead says so late, when another has taken over.
        @Test func whoWasReplacedTakesNothingAway() throws {
            try BalancedNetwork.with { network throws in
                try network.listen(8080)
                let table = "10.0.4.4:80/tcp None 10.0.5.7:8080 -"
                try network.apply(table)
                let first = network.current
                try network.startBalancer()
                try network.apply("10.0.4.4:80/tcp None 10.0.5.8:8080 -")
                try network.apply(to: first)
                #expect(try network.connect()?.backend == "10.0.5.8")
                // Nor is it a hindrance when it leads again.
                try network.apply(table, to: first)
                #expect(try network.connect()?.backend == "10.0.5.7")
            }
        }

        /// Whatever was there before, the maps hold what the last table says.
        @Test func manyChangesLeaveNothingBehind() throws {
            try BalancedNetwork.with { network throws in
                try network.listen(8080)
                for round in 0..<40 {
                    let backends = BalancedNetwork.backends.enumerated().filter { (round + 1) >> $0.offset & 1 == 1 }
                    let list = backends.map { "\($0.element):8080" }.joined(separator: ",")
                    let affinity = round % 3 == 0 ? "ClientIP" : "None"
                    try network.apply("10.0.4.4:80/tcp \(affinity) \(list.isEmpty ? "-" : list) -")
                }
                try network.apply("10.0.4.4:80/tcp None 10.0.5.7:8080 -")
                let names = ["frontends", "slots_1", "slots_16", "slots_256"]
                let table =
                    try network.run(network.host("balancer"), "nft", "list", "tables").split(separator: " ").last ?? ""
                let elements = try names.map { name in
                    try network.run(
                        network.host("balancer"), "nft", "list", "map", "inet",
                        "\(table)".trimmingCharacters(in: .whitespacesAndNewlines), name
                    ).components(separatedBy: "10.0.4.4").count - 1
                }
                #expect(elements == [1, 1, 0, 0])
            }
        }
    }
}
