import Foundation
import MoatLab
import MoatModel
import Testing

extension SystemTests {
    /// Clients and servers that hold on to the egress proxy without doing anything useful.
    @Suite struct BoundsTests {
        /// Memory that a connection may take which has not said where it wants to go, in MiB.
        private static let unnamedSize = 8.0 / 1024
        /// Memory that a connection may take whose bytes nobody takes or sends, in MiB.
        private static let stuckSize = 0.5

        /// Asks for much over TLS and reads nothing, on 64 connections; then says how many.
        private static let deafTLS = """
            import socket, ssl, sys
            context = ssl.create_default_context()
            links = []
            for _ in range(64):
                link = context.wrap_socket(socket.create_connection(("docker.io", 443)), server_hostname="docker.io")
                link.sendall(b"GET /bytes/100000000 HTTP/1.1\\r\\nHost: docker.io\\r\\n\\r\\n")
                links.append(link)
            for line in sys.stdin:
                print(len(links), flush=True)
            """

        /// Another client's requests, each answered, and how long the fastest takes: a machine that is busy
        /// with other tests may be late with one, and a proxy that is held up is late with all.
        private func other(_ lab: SystemLab, _ what: String) throws {
            var fastest = Duration.seconds(10)
            for _ in 0..<3 where fastest >= .seconds(1) {
                let start = ContinuousClock.now
                let probe = try lab.tcp("app-8", to: "203.0.113.20", 80, within: .seconds(5))
                probe.send("GET / HTTP/1.1\r\nHost: docker.io\r\n\r\n")
                let answer = probe.receive(within: .seconds(5))
                fastest = min(fastest, ContinuousClock.now - start)
                #expect(answer?.contains("docker.io on registry") == true, "\(what): \(answer ?? "closed")")
            }
            #expect(fastest < .seconds(1), "\(what)")
        }

        @Test func holdersOnCostLittleAndOthersAreServed() throws {
            try SystemLab.with { lab throws in
                try lab.apply(Rules.group("test", priority: 600, Rules.sites("silent.example")))
                try lab.setNames(LabDomain("silent.example", addresses: [Rules.address("203.0.113.50")], ttl: 60))
                let silent = try Listener(in: lab.host("client"), port: 80)
                defer { silent.close() }
                let sources = ["10.0.5.7"] + (100..<104).map { "10.0.5.\($0)" }
                for source in sources.dropFirst() {
                    let add = ["ip", "address", "add", "\(source)/24", "dev", "eth0"]
                    #expect(try Command(add, in: lab.host("app-7")).run().status == 0)
                }
                let pid = try lab.status().processIdentifier
                try other(lab, "before")
                let base = try ProcessSize(of: pid)
                var last = base
                func report(_ what: String, _ count: Int, memory: Double, descriptors: Int) throws {
                    // Until all are accepted, and a little longer.
                    var size = try ProcessSize(of: pid)
                    for _ in 0..<8 where size.descriptors - last.descriptors < count {
                        usleep(250_000)
                        size = try ProcessSize(of: pid)
                    }
                    usleep(250_000)
                    size = try ProcessSize(of: pid)
                    print("\(what), \(count): \(size), from \(last)")
                    #expect(size.resident - last.resident < Double(count) * memory + 16, "\(what)")
                    #expect(size.descriptors - last.descriptors <= count * descriptors + 64, "\(what)")
                    try other(lab, what)
                    last = size
                }

                // A client that never reads: what it asked for fills the buffers on the way.
                let request = Array("GET /bytes/100000000 HTTP/1.1\r\nHost: docker.io\r\n\r\n".utf8)
                let deaf = try Crowd(of: 64, from: lab.host("app-7"), to: "203.0.113.20", 80, sending: request)
                #expect(deaf.count == 64)
                try report("clients that never read", 64, memory: Self.stuckSize, descriptors: 4)

                let folder = try TemporaryFolder()
                try folder.write(Self.deafTLS, to: "deaf.py")
                let deafTLS = try Conversation(["python3", "\(folder.path)/deaf.py"], in: lab.host("app-7"))
                #expect(deafTLS.ask() == "64")
                // Each may have a pipe for each direction.
                try report("TLS clients that never read", 64, memory: Self.stuckSize, descriptors: 6)

                let question = Array("GET / HTTP/1.1\r\nHost: silent.example\r\n\r\n".utf8)
                let waiting = try Crowd(of: 64, from: lab.host("app-7"), to: "203.0.113.20", 80, sending: question)
                #expect(waiting.count == 64)
                try report("servers that never answer", 64, memory: Self.stuckSize, descriptors: 4)

                let start = ContinuousClock.now
                let dripping = try Crowd(
                    of: 1000, from: lab.host("app-7"), sources: sources, to: "203.0.113.20", 80,
                    sending: Array("GET / HTTP/1.1\r\nHost: docker.io\r\nX-Slow: ".utf8))
                #expect(dripping.count == 1000)
                let halfOpen = try Crowd(
                    of: 10_000, from: lab.host("app-7"), sources: sources, to: "203.0.113.20", 443)
                #expect(halfOpen.count == 10_000)
                print("10,000 connections stand after \(ContinuousClock.now - start)")
                for _ in 0..<5 {
                    dripping.drip(UInt8(ascii: "a"))
                    usleep(100_000)
                }
                try report("half-open and slow clients", 11_000, memory: Self.unnamedSize, descriptors: 1)
                // More than the daemon's limit on descriptors has room for: the oldest that have not
                // said where they want to go make room.
                let count = dripping.count + halfOpen.count
                print("lost: \(try lab.status().gateway.losses.filter { $0.value > 0 })")
                // All of them at their deadline, however much they drip.
                var ended = 0
                while ContinuousClock.now - start < .seconds(40), ended < count {
                    dripping.drip(UInt8(ascii: "a"))
                    usleep(200_000)
                    ended = dripping.ended() + halfOpen.ended()
                }
                print("\(ended) of \(count) are ended after \(ContinuousClock.now - start)")
                #expect(ended == count)
                try other(lab, "after")
                usleep(2_500_000)
                let after = try ProcessSize(of: pid)
                print("at the end \(after), at the beginning \(base)")
                #expect(after.descriptors - base.descriptors <= 64 * 10 + 64)
            }
        }
    }
}
