import Crypto
import Foundation
import MoatModel
import NIOCore
import NIOPosix
import NIOSSL
import SwiftASN1
import Synchronization
import Testing
import X509

@testable import MoatKubernetes

@Suite struct ProbeRunnerTests {
    private let service = ObjectKey(namespace: "web", name: "front")

    /// A server on loopback whose answer can be changed while it runs.
    private final class Server: Sendable {
        /// Nil for no answer at all.
        let answer: Mutex<String?>
        let asked = Mutex(0)
        let times = Mutex<[ContinuousClock.Instant]>([])
        let lastRequest = Mutex("")
        private let channel = Mutex<(any Channel)?>(nil)
        private let open = Mutex(0)
        let mostOpen = Mutex(0)

        private let tls: NIOSSLContext?

        init(_ answer: String?, tls: NIOSSLContext? = nil) {
            self.answer = Mutex(answer)
            self.tls = tls
        }

        func start(port: Int = 0) async throws -> UInt16 {
            let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        if let tls = self.tls {
                            try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls))
                        }
                        try channel.pipeline.syncOperations.addHandler(Handler(self))
                    }
                }.bind(host: "127.0.0.1", port: port).get()
            self.channel.withLock { $0 = channel }
            return UInt16(channel.localAddress?.port ?? 0)
        }

        func stop() async {
            let channel = channel.withLock { $0.take() }
            try? await channel?.close()
        }

        func opened(_ by: Int) {
            let now = open.withLock { open -> Int in
                open += by
                return open
            }
            mostOpen.withLock { $0 = max($0, now) }
        }
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let server: Server
        init(_ server: Server) { self.server = server }

        func channelActive(context: ChannelHandlerContext) {
            server.opened(1)
            server.asked.withLock { $0 += 1 }
            server.times.withLock { $0.append(.now) }
        }

        func channelInactive(context: ChannelHandlerContext) {
            server.opened(-1)
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            server.lastRequest.withLock { $0 = String(buffer: unwrapInboundIn(data)) }
            guard let answer = server.answer.withLock({ $0 }) else { return }
            context.writeAndFlush(NIOAny(ByteBuffer(string: answer)), promise: nil)
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }

    private func target(
        _ port: UInt16, _ kind: HealthProbe.Kind = .http, interval: Duration = .milliseconds(50), threshold: Int = 2
    ) throws -> ProbeTarget {
        let probe = HealthProbe(
            kind: kind, path: kind == .tcp ? "" : "/ready", interval: interval, threshold: threshold)
        return ProbeTarget(address: try Make.address("127.0.0.1"), port: port, probe: probe)
    }

    /// Waits for a state. A machine that is busy may be late with an answer, which is no other fault.
    private func waitFor(_ state: ProbeHealth.State, _ next: () async throws -> ProbeReport) async throws {
        while try await next().state != state {}
    }

    /// Waits until the last failure is that one. A state that does not change is not reported again.
    private func waitFor(_ failure: String, of target: ProbeTarget, _ runner: ProbeRunner) async throws {
        while await runner.reports()[target]?.failure != failure { try await Task.sleep(for: .milliseconds(20)) }
    }

    /// Runs a prober, and gives each report to `body` by a function that waits for the next.
    private func probing(
        _ targets: Set<ProbeTarget>, concurrency: Int = 64,
        on loop: any EventLoop = MultiThreadedEventLoopGroup.singleton.next(),
        _ body: (ProbeRunner, () async throws -> ProbeReport) async throws -> Void
    ) async throws {
        let runner = try ProbeRunner(concurrency: concurrency, on: loop)
        let (stream, continuation) = AsyncStream<ProbeReport>.makeStream()
        let running = Task { try await runner.run { continuation.yield($0) } }
        runner.change(adding: Dictionary(uniqueKeysWithValues: targets.map { ($0, service) }), removing: [])
        var iterator = stream.makeAsyncIterator()
        let result: Result<Void, any Error>
        do {
            result = .success(try await body(runner) { try #require(await iterator.next()) })
        } catch {
            result = .failure(error)
        }
        // The runner is done with its loop when it has ended.
        running.cancel()
        continuation.finish()
        _ = await running.result
        try result.get()
    }

    @Test(
        .timeLimit(.minutes(2)),
        arguments: [
            ("HTTP/1.1 200 OK\r\n\r\n", nil), ("HTTP/1.1 204 No Content\r\n\r\n", "answered with 204 instead of 200"),
            ("HTTP/1.1 301 Moved\r\n\r\n", "answered with 301 instead of 200"),
            ("SSH-2.0-OpenSSH\r\n", "the answer is not HTTP/1"),
        ] as [(String, String?)])
    func onlyA200IsASuccess(_ answer: String, _ failure: String?) async throws {
        let server = Server(answer)
        let target = try target(try await server.start(), interval: .seconds(20))
        try await probing([target]) { _, next in
            let report = try await next()
            #expect(report.state == (failure == nil ? .up : .down))
            #expect(report.failure == failure)
            let request = server.lastRequest.withLock { $0 }
            #expect(request.hasPrefix("GET /ready HTTP/1.1\r\nHost: 127.0.0.1:\(target.port)\r\n"))
        }
        await server.stop()
    }

    @Test(.timeLimit(.minutes(2))) func stopsAnsweringAndComesBack() async throws {
        let server = Server("HTTP/1.1 200 OK\r\n\r\n")
        let target = try target(try await server.start(), interval: .milliseconds(200))
        try await probing([target]) { runner, next in
            try await waitFor(.up, next)
            server.answer.withLock { $0 = nil }
            try await waitFor(.down, next)
            try await waitFor("no answer in time", of: target, runner)
            server.answer.withLock { $0 = "HTTP/1.1 200 OK\r\n\r\n" }
            try await waitFor(.up, next)
        }
        await server.stop()
    }

    /// A machine that does not get to look at answers knows nothing of backends.
    @Test(.timeLimit(.minutes(2))) func aLoopThatIsLateBlamesNoBackend() async throws {
        let server = Server(nil)
        let target = try target(try await server.start(), interval: .milliseconds(300))
        // A loop of its own: those of other tests are not to be late.
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        try await probing([target], on: group.next()) { runner, _ in
            while runner.notAsked == 0 {
                try await runner.loop.submit { Thread.sleep(forTimeInterval: 0.8) }.get()
            }
        }
        try await group.shutdownGracefully()
        await server.stop()
    }

    @Test(.timeLimit(.minutes(2))) func tcp() async throws {
        let server = Server(nil)
        let target = try target(try await server.start(), .tcp, interval: .milliseconds(100))
        try await probing([target]) { runner, next in
            try await waitFor(.up, next)
            await server.stop()
            try await waitFor(.down, next)
            try await waitFor("the connection was refused", of: target, runner)
            _ = try await server.start(port: Int(target.port))
            try await waitFor(.up, next)
        }
        await server.stop()
    }

    /// A server that does not speak TLS is no success of HTTPS.
    @Test(.timeLimit(.minutes(2))) func httpsNeedsTLS() async throws {
        let server = Server("HTTP/1.1 200 OK\r\n\r\n")
        let target = try target(try await server.start(), .https, interval: .seconds(20))
        try await probing([target]) { _, next in
            let report = try await next()
            #expect(report.state == .down && report.failure == "TLS could not be agreed on")
        }
        await server.stop()
    }

    /// A certificate that nobody vouches for will do.
    @Test(.timeLimit(.minutes(2))) func https() async throws {
        let server = Server("HTTP/1.1 200 OK\r\n\r\n", tls: try Self.selfSigned())
        let target = try target(try await server.start(), .https, interval: .seconds(20))
        try await probing([target]) { _, next in
            let report = try await next()
            #expect(report.state == .up && report.failure == nil)
            #expect(server.lastRequest.withLock { $0 }.hasPrefix("GET /ready HTTP/1.1\r\n"))
        }
        await server.stop()
    }

    private static func selfSigned() throws -> NIOSSLContext {
        let key = P256.Signing.PrivateKey()
        let name = try DistinguishedName { CommonName("backend") }
        let now = Date()
        let certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: .init(key.publicKey),
            notValidBefore: now - 60, notValidAfter: now + 3600, issuer: name, subject: name,
            signatureAlgorithm: .ecdsaWithSHA256, extensions: Certificate.Extensions(), issuerPrivateKey: .init(key))
        var serializer = DER.Serializer()
        try serializer.serialize(certificate)
        return try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: [.certificate(NIOSSLCertificate(bytes: serializer.serializedBytes, format: .der))],
                privateKey: .privateKey(NIOSSLPrivateKey(bytes: Array(key.derRepresentation), format: .der))))
    }

    /// However many targets there are, no more connections are open than were allowed.
    @Test(.timeLimit(.minutes(2))) func boundedConcurrency() async throws {
        let server = Server(nil)
        let targets = try manyTargets(200, try await server.start(), interval: .seconds(20))
        try await probing(targets, concurrency: 4) { _, _ in
            while server.mostOpen.withLock({ $0 }) < 4 { try await Task.sleep(for: .milliseconds(5)) }
            try await Task.sleep(for: .milliseconds(100))
            #expect(server.mostOpen.withLock { $0 } == 4)
        }
        await server.stop()
    }

    /// What had to wait gets its turn.
    @Test(.timeLimit(.minutes(2))) func allAreAsked() async throws {
        let server = Server("HTTP/1.1 200 OK\r\n\r\n")
        let targets = try manyTargets(200, try await server.start(), interval: .seconds(20))
        try await probing(targets, concurrency: 4) { _, next in
            var up: Set<ProbeTarget> = []
            for _ in 0..<200 { up.insert(try await next().target) }
            #expect(up == targets)
        }
        await server.stop()
    }

    /// A Service with many backends delays no other's probes.
    @Test(.timeLimit(.minutes(2))) func servicesTakeTurns() async throws {
        let server = Server("HTTP/1.1 200 OK\r\n\r\n")
        let port = try await server.start()
        let many = try manyTargets(200, port, interval: .seconds(20))
        let few = try target(port, .tcp, interval: .seconds(20))
        try await probing([], concurrency: 4) { runner, next in
            // In one turn of the loop, before any answer can have come.
            try await runner.loop.submit { [service] in
                runner.change(adding: Dictionary(uniqueKeysWithValues: many.map { ($0, service) }), removing: [])
                runner.change(adding: [few: ObjectKey(namespace: "web", name: "other")], removing: [])
            }.get()
            var before = 0
            while try await next().target != few { before += 1 }
            // Those that were being asked already, and as many that were begun with it.
            #expect(before <= 8)
        }
        await server.stop()
    }

    private func manyTargets(_ count: Int, _ port: UInt16, interval: Duration) throws -> Set<ProbeTarget> {
        Set(
            try (0..<count).map { number in
                var target = try target(port, interval: interval)
                target.path = "/\(number)"
                return target
            })
    }

    /// What is removed is asked no more.
    @Test(.timeLimit(.minutes(2))) func removal() async throws {
        let server = Server("HTTP/1.1 200 OK\r\n\r\n")
        let target = try target(try await server.start(), interval: .milliseconds(150))
        try await probing([target]) { runner, next in
            try await waitFor(.up, next)
            runner.change(adding: [:], removing: [target])
            #expect(await runner.reports().isEmpty)
            try await Task.sleep(for: .milliseconds(50))
            let asked = server.asked.withLock { $0 }
            try await Task.sleep(for: .milliseconds(900))
            // One may have been on its way.
            #expect(server.asked.withLock { $0 } <= asked + 1)
        }
        await server.stop()
    }

    /// What is removed and comes back while it waits is asked once and not twice for ever.
    @Test(.timeLimit(.minutes(2))) func comingBackWhileWaiting() async throws {
        let server = Server("HTTP/1.1 200 OK\r\n\r\n")
        let targets = try manyTargets(20, try await server.start(), interval: .seconds(3600))
        try await probing([], concurrency: 1) { runner, next in
            try await runner.loop.submit { [service] in
                let adding = Dictionary(uniqueKeysWithValues: targets.map { ($0, service) })
                for _ in 0..<5 {
                    runner.change(adding: adding, removing: [])
                    runner.change(adding: [:], removing: targets)
                }
                runner.change(adding: adding, removing: [])
            }.get()
            for _ in targets { _ = try await next() }
            try await Task.sleep(for: .milliseconds(300))
            // One that was being asked when it was removed is asked anew.
            #expect(server.asked.withLock { $0 } <= targets.count + 1)
        }
        await server.stop()
    }

    /// Those that came together are asked at different times after that.
    @Test(.timeLimit(.minutes(2))) func spread() async throws {
        let server = Server("HTTP/1.1 200 OK\r\n\r\n")
        let targets = try manyTargets(40, try await server.start(), interval: .seconds(1))
        try await probing(targets) { _, next in
            for _ in 0..<40 { _ = try await next() }
            while server.asked.withLock({ $0 }) < 80 { try await Task.sleep(for: .milliseconds(20)) }
            let again = server.times.withLock { Array($0[40..<80]) }
            // By chance all within a fifth of the interval: never.
            let span = try #require(again.max()) - (try #require(again.min()))
            #expect(span > .milliseconds(200))
        }
        await server.stop()
    }
}
