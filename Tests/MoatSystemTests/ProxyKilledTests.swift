import Foundation
import MoatLab
import MoatModel
import Testing

@testable import MoatLab

extension SystemTests {
    /// kill -9 of the daemon while both proxies work.
    @Suite struct ProxyKilledTests {
        /// Fetches over HTTP and TLS and resolves, without a pause, and answers each line with the
        /// number of times that all three went well since the last one.
        private static let traffic = """
            import http.client, socket, ssl, sys, threading
            done = 0
            def work():
                global done
                while True:
                    try:
                        for kind in (http.client.HTTPConnection, http.client.HTTPSConnection):
                            link = kind("docker.io", timeout=1)
                            link.request("GET", "/")
                            link.getresponse().read()
                            link.close()
                        socket.getaddrinfo("download.example", 443)
                        done += 1
                    except Exception:
                        pass
            for _ in range(2):
                threading.Thread(target=work, daemon=True).start()
            for line in sys.stdin:
                count, done = done, 0
                print(count, flush=True)
            """

        /// A tunnel and a keep-alive connection that stand, and are used on each line.
        private static let idle = """
            import http.client, sys
            links = [http.client.HTTPSConnection("docker.io", timeout=2), http.client.HTTPConnection("docker.io", timeout=2)]
            def use(link):
                try:
                    link.request("GET", "/")
                    return "ok" if link.getresponse().read() else "empty"
                except Exception:
                    return "broken"
            for link in links:
                link.connect()
                link.auto_open = 0
            for line in sys.stdin:
                print(" ".join(use(link) for link in links), flush=True)
            """

        private func hello(_ lab: SystemLab) throws -> Bool {
            guard let probe = try? lab.tcp("app-7", to: "203.0.113.20", 80, within: .milliseconds(100)) else {
                return false
            }
            probe.send("GET / HTTP/1.1\r\nHost: docker.io\r\n\r\n")
            return probe.receive(within: .milliseconds(100))?.contains("docker.io on registry") == true
        }

        @Test func knownNamesStillMatchAndNothingIsForwardedMeanwhile() throws {
            try SystemLab.with { lab throws in
                try lab.setNames(LabDomain("kept.example", addresses: [Rules.address("203.0.113.9")], ttl: 1))
                try lab.apply(Rules.group("test", Rules.allow(Rules.rule("kept", [.tcp], toName: "kept.example", "7"))))
                #expect(try lab.ask("kept.example")?.addresses.count == 1)
                #expect(try lab.failure("app-7", to: "203.0.113.9", 7) == nil)

                let folder = try TemporaryFolder()
                try folder.write(Self.traffic, to: "traffic.py")
                try folder.write(Self.idle, to: "idle.py")
                let idle = try Conversation(["python3", "\(folder.path)/idle.py"], in: lab.host("app-7"))
                let traffic = try Conversation(["python3", "\(folder.path)/traffic.py"], in: lab.host("app-7"))
                #expect(idle.ask() == "ok ok")
                usleep(500_000)
                #expect((Int(traffic.ask()) ?? 0) > 0)
                let command = try lab.daemonCommand()
                let arrivals = try PacketSniffer(in: lab.host("registry"))

                try lab.killDaemon(try lab.status().processIdentifier)
                // What the dead process had sent, and its sockets' ends.
                usleep(300_000)
                let before = arrivals.drainTCP()
                let ends = before.filter { $0.source == Rules.address("198.51.100.10") }
                #expect(!ends.isEmpty)
                _ = traffic.ask()
                #expect(idle.ask() == "broken broken")
                usleep(500_000)
                #expect(traffic.ask() == "0")
                let meanwhile = arrivals.drainTCP().filter { $0.destinationPort == 80 || $0.destinationPort == 443 }
                #expect(meanwhile.filter { $0.flags & 0x06 != 0x04 } == [], "only resets of the dead may come")
                #expect((before + meanwhile).filter { $0.source == Rules.address("10.0.5.7") } == [])

                let start = ContinuousClock.now
                try lab.startDaemon(command)
                var (answered, proxied): (Duration?, Duration?) = (nil, nil)
                while ContinuousClock.now - start < .seconds(20), answered == nil || proxied == nil {
                    if answered == nil, try lab.ask("docker.io", within: .milliseconds(20))?.code == 0 {
                        answered = ContinuousClock.now - start
                    }
                    if proxied == nil, try hello(lab) { proxied = ContinuousClock.now - start }
                }
                print(
                    "killed under traffic: from the restart \(answered ?? .zero) to the first DNS answer, "
                        + "\(proxied ?? .zero) to the first answer of a site")
                #expect(answered != nil && proxied != nil)
                #expect(Deadline(in: .seconds(10)).wait(every: 200) { (Int(traffic.ask()) ?? 0) > 0 })
            }
        }

        @Test func namesAreKnownAfterARestartWithoutAnybodyToAsk() throws {
            try SystemLab.with { lab throws in
                try lab.setNames(LabDomain("kept.example", addresses: [Rules.address("203.0.113.9")], ttl: 1))
                try lab.apply(Rules.group("test", Rules.allow(Rules.rule("kept", [.tcp], toName: "kept.example", "7"))))
                #expect(try lab.ask("kept.example")?.addresses.count == 1)
                #expect(try lab.failure("app-7", to: "203.0.113.9", 7) == nil)
                let command = try lab.daemonCommand()
                let down = try Command(["ip", "link", "set", "eth0", "down"], in: lab.host("resolver")).run()
                #expect(down.status == 0, "\(down)")
                try lab.killDaemon(try lab.status().processIdentifier)
                #expect(try lab.failure("app-7", to: "203.0.113.9", 7) == .timedOut)
                try lab.restartDaemon(command)
                #expect(try lab.ask("kept.example", within: .milliseconds(300))?.addresses.isEmpty != false)
                #expect(try lab.failure("app-7", to: "203.0.113.9", 7, within: .seconds(2)) == nil)
                #expect(try lab.failure("app-8", to: "203.0.113.50", 7) == .timedOut)
            }
        }
    }
}
