import Foundation
import Glibc
import MoatLogs
import MoatModel
import MoatPolicy
import Synchronization
import Testing

@testable import MoatEgress

/// The proxy with real sockets and ClientHellos. What follows the hello is plain bytes: the
/// proxy must not care.
@Suite("TLS through the proxy") struct TLSTunnelTests {
    private static let accessDenied: [UInt8] = [21, 3, 3, 0, 2, 2, 49]

    private func hello(_ name: String?) -> [UInt8] { HelloBytes(serverName: name).records() }

    /// Answers with the bytes of the hello that it got, and then echoes.
    @Sendable private static func echo(_ socket: BlockingSocket) {
        while let bytes = socket.receive(), !bytes.isEmpty { socket.send(bytes) }
    }

    @Test func anAllowedNameIsRelayedFromTheFirstByte() throws {
        let scene = try EgressScene(EgressScene.allow("docker.io"))
        let server = try scene.server(Self.echo)
        let client = scene.connect()
        let hello = hello("Docker.IO.")
        client.send(hello)
        var answer: [UInt8] = []
        while answer.count < hello.count, let bytes = client.receive(), !bytes.isEmpty { answer += bytes }
        #expect(answer == hello)
        client.send("ping")
        #expect(client.receive().map { String(decoding: $0, as: UTF8.self) } == "ping")
        client.shutdownWrite()
        #expect(client.receiveAll().wasReset == false)
        #expect(server.connections == 1)
        let record = try scene.records(1)[0]
        #expect(record["Fqdn"] == "docker.io" && record["Action"] == "Allow" && record["Rule"] == "names")
        #expect(record["Protocol"] == "HTTPS" && record["DestinationPort"] == "\(scene.proxy.port)")
        #expect(record["ActionReason"] == "" && record["TargetUrl"] == "")
    }

    /// One record for the connection, with the bytes of both directions.
    @Test func theEndOfATunnelIsRecorded() throws {
        let scene = try EgressScene(EgressScene.allow("docker.io"))
        let server = try scene.server(Self.echo)
        let client = scene.connect()
        let hello = hello("docker.io")
        client.send(hello)
        var answer: [UInt8] = []
        while answer.count < hello.count, let bytes = client.receive(), !bytes.isEmpty { answer += bytes }
        client.shutdownWrite()
        _ = client.receiveAll()
        let flows = try scene.records(1, of: .flow)
        #expect(flows.count == 1 && server.connections == 1)
        let flow = try #require(flows.first)
        #expect(flow["BytesSent"] == "\(hello.count)" && flow["BytesReceived"] == "\(hello.count)")
        #expect(flow["CloseReason"] == "Closed" && flow["Fqdn"] == "docker.io")
        #expect(flow["Rule"] == "names" && flow["Policy"] == "policy" && flow["RuleCollection"] == "allow")
        #expect(flow["TranslatedIp"] == "127.0.0.2" && flow["DestinationIp"] == "127.0.0.1")
        #expect(flow["SourceTranslatedPort"] != "0")
    }

    @Test func aTunnelThatAChangeCutsSaysSo() throws {
        let scene = try EgressScene(EgressScene.allow("docker.io"))
        let server = try scene.server(Self.echo)
        let client = scene.connect()
        client.send(hello("docker.io"))
        #expect(client.receive()?.isEmpty == false && server.connections == 1)
        #expect(
            scene.judgeTunnels(by: try EgressScene.compile(EgressScene.allow("other.example"), port: scene.proxy.port))
                .cut == 1)
        #expect(try scene.records(1, of: .flow).map { $0["CloseReason"] } == ["PolicyChange"])
    }

    @Test func tunnelsThatEndWithTheProxySaySo() throws {
        let scene = try EgressScene(EgressScene.allow("docker.io"))
        let server = try scene.server(Self.echo)
        let client = scene.connect()
        client.send(hello("docker.io"))
        #expect(client.receive()?.isEmpty == false && server.connections == 1)
        scene.proxy.stop()
        #expect(try scene.records(1, of: .flow).map { $0["CloseReason"] } == ["FirewallStop"])
    }

    @Test func aDeniedNameGetsAnAlertAndNoConnection() throws {
        let scene = try EgressScene(EgressScene.allow("docker.io"))
        let server = try scene.server(Self.echo)
        let client = scene.connect()
        client.send(hello("evil.example"))
        let (bytes, wasReset) = client.receiveAll()
        #expect(bytes == Self.accessDenied && !wasReset)
        #expect(server.connections == 0)
        #expect(scene.resolver.asked.isEmpty, "a denied name must not be looked up: lookups carry data out")
        let record = try scene.records(1)[0]
        #expect(record["Fqdn"] == "evil.example" && record["Action"] == "Deny" && record["Rule"] == "")
        #expect(record["ActionReason"] == "No rule matched. Proceeding with default action")
        #expect(try scene.records(0, of: .flow).isEmpty)
    }

    /// Lessons, 'Names': two names on one address, one of them allowed.
    @Test func twoNamesOnOneAddressOneOfThemAllowed() throws {
        let scene = try EgressScene(
            EgressScene.allow("docker.io"), names: ["docker.io": ["127.0.0.2"], "twin.example": ["127.0.0.2"]])
        let server = try scene.server(Self.echo)
        for (name, isMeant) in [("docker.io", true), ("twin.example", false), ("docker.io", true)] {
            let client = scene.connect()
            client.send(hello(name))
            #expect((client.receive()?.first == 22) == isMeant, "\(name)")
        }
        #expect(server.connections == 2)
    }

    /// Lessons, 'Names': dial the address that the firewall itself resolved, never the one the
    /// client dialled. The client dials 127.0.0.1; the name is at 127.0.0.2.
    @Test func theAddressIsTheResolversNotTheClients() throws {
        let scene = try EgressScene(EgressScene.allow("docker.io"), names: ["docker.io": ["127.0.0.2"]], delay: 0.02)
        let server = try scene.server { socket in
            _ = socket.receive()
            socket.send("true docker.io")
        }
        let client = scene.connect()
        client.send(hello("docker.io"))
        #expect(client.receiveText() == "true docker.io")
        #expect(server.connections == 1 && scene.resolver.asked == ["docker.io"])
    }

    /// Lessons, 'Names': ClientHello split byte by byte, and over up to six records.
    @Test(arguments: 1...6) func aHelloInPieces(records: Int) throws {
        let scene = try EgressScene(EgressScene.allow("docker.io"))
        let server = try scene.server(Self.echo)
        let client = scene.connect()
        let hello = HelloBytes(serverName: "docker.io").records(records)
        for byte in hello { client.send([byte]) }
        var answer: [UInt8] = []
        while answer.count < hello.count, let bytes = client.receive(), !bytes.isEmpty { answer += bytes }
        #expect(answer == hello)
        #expect(server.connections == 1)
    }

    /// Lessons, 'Names': post-quantum size over two segments.
    @Test func aPostQuantumHelloOverTwoSegments() throws {
        var bytes = HelloBytes(serverName: "docker.io")
        bytes.extensions.append((51, [UInt8](repeating: 0x5a, count: 1600)))
        let hello = bytes.records()
        let scene = try EgressScene(EgressScene.allow("docker.io"))
        let server = try scene.server(Self.echo)
        let client = scene.connect()
        client.send(Array(hello[..<1400]))
        usleep(20_000)
        client.send(Array(hello[1400...]))
        var answer: [UInt8] = []
        while answer.count < hello.count, let bytes = client.receive(), !bytes.isEmpty { answer += bytes }
        #expect(answer == hello && server.connections == 1)
    }

    @Test func refusalsByTheirText() throws {
        let large: [UInt8] = {
            var bytes = HelloBytes(serverName: "docker.io")
            bytes.extensions.append((21, [UInt8](repeating: 0, count: 17_000)))
            return bytes.records(2)
        }()
        let cases: [(bytes: [UInt8], reason: String, getsAlert: Bool)] = [
            (hello(nil), "SNI TLS extension was missing", true),
            (hello("203.0.113.9"), "SNI is not a host name", true),
            (hello("a..b"), "SNI is not a host name", true),
            (large, "ClientHello is larger than 16 KiB", true),
            ([22, 3, 1, 0, 4, 2, 0, 0, 0], "ClientHello is malformed", true),
            ([0, 1, 2, 3], "The connection is not TLS", false),
        ]
        let scene = try EgressScene(EgressScene.allow("\"*\"")) { $0.loops = 1 }
        let server = try scene.server(Self.echo)
        for (bytes, _, getsAlert) in cases {
            let client = scene.connect()
            client.send(bytes)
            #expect((client.receiveAll().bytes == Self.accessDenied) == getsAlert)
        }
        let reasons = try scene.records(cases.count).map { $0["ActionReason"] ?? "" }
        #expect(reasons == cases.map(\.reason))
        #expect(server.connections == 0)
    }

    /// Lessons, 'Names': not TLS at all on 443. Whoever speaks HTTP can be told why.
    @Test func plainHTTPOnATLSPort() throws {
        let scene = try EgressScene(EgressScene.allow("docker.io"))
        let client = scene.connect()
        client.send("GET / HTTP/1.1\r\nHost: docker.io\r\n\r\n")
        let text = client.receiveText()
        #expect(text.hasPrefix("HTTP/1.1 470 "))
        #expect(text.hasSuffix("Action: Deny. Reason: The connection is not TLS.\n"))
    }

    @Test func TLSOnAPortForHTTP() throws {
        let scene = try EgressScene(EgressScene.allowHTTP("docker.io"))
        let client = scene.connect()
        client.send(hello("docker.io"))
        #expect(client.receiveAll().bytes == Self.accessDenied)
        #expect(try scene.records(1)[0]["ActionReason"] == "The connection is not HTTP")
    }

    /// Lessons, 'Names': a slow drip.
    @Test func aSlowDripEndsAtTheDeadline() throws {
        let scene = try EgressScene(EgressScene.allow("docker.io")) {
            $0.requestDeadline = 600
            $0.drainTimeout = 100
        }
        let client = scene.connect()
        let start = ContinuousClock.now
        for byte in hello("docker.io") {
            guard client.send([byte]), ContinuousClock.now - start < .seconds(4) else { break }
            usleep(50_000)
        }
        #expect(ContinuousClock.now - start < .seconds(4))
        #expect(try scene.records(1)[0]["ActionReason"] == "No complete request within the deadline")
    }

    @Test func aNameWithoutAddressIsSaidSo() throws {
        let scene = try EgressScene(EgressScene.allow("gone.example"), names: [:])
        let client = scene.connect()
        client.send(hello("gone.example"))
        #expect(client.receiveAll().bytes == [21, 3, 3, 0, 2, 2, 112])
        let failure = try scene.records(1, of: .fqdnResolutionFailure)[0]
        #expect(failure["Fqdn"] == "gone.example" && failure["Rule"] == "names" && failure["Error"] == "NXDOMAIN")
        #expect(scene.proxy.losses["allowed connections whose name did not resolve"] == 1)
    }

    @Test func addressesThatNoConnectionMayGoTo() throws {
        let scene = try EgressScene(
            EgressScene.allow("\"*\""),
            names: [
                "a.example": ["127.0.0.102"], "b.example": ["127.0.3.4"], "c.example": ["127.0.0.102", "127.0.0.2"],
            ]
        )
        let server = try scene.server(Self.echo)
        for name in ["a.example", "b.example"] {
            let client = scene.connect()
            client.send(hello(name))
            #expect(client.receiveAll().bytes == Self.accessDenied)
        }
        let client = scene.connect()
        client.send(hello("c.example"))
        #expect(client.receive()?.first == 22)
        #expect(server.connections == 1)
        let reasons = try scene.records(5).map { $0["ActionReason"] ?? "" }
        #expect(reasons.filter { $0 == "Name resolves to an address that must not be reached" }.count == 2)
    }

    @Test func theNextAddressIsTriedWhereOneRefuses() throws {
        let scene = try EgressScene(EgressScene.allow("docker.io"), names: ["docker.io": ["127.0.0.8", "127.0.0.2"]])
        let server = try scene.server(Self.echo)
        let client = scene.connect()
        client.send(hello("docker.io"))
        #expect(client.receive()?.first == 22)
        #expect(server.connections == 1)
    }

    @Test func aServerThatRefusesIsSaidSo() throws {
        let scene = try EgressScene(EgressScene.allow("docker.io"))
        let client = scene.connect()
        client.send(hello("docker.io"))
        #expect(client.receiveAll().bytes == [21, 3, 3, 0, 2, 2, 80])
    }

    /// The server sees the firewall's address, never the client's.
    @Test func theSourceIsTheFirewalls() throws {
        let scene = try EgressScene(EgressScene.allow("docker.io"))
        let server = try scene.server { socket in
            _ = socket.receive()
            let peer = SocketAddress.reading { getpeername(socket.descriptor, $0, $1) }
            socket.send(peer?.address.address.description ?? "")
        }
        let client = scene.connect()
        client.send(hello("docker.io"))
        #expect(client.receiveText() == "127.0.3.4")
        #expect(server.connections == 1)
    }

    @Test func halfClosedBothWays() throws {
        let scene = try EgressScene(EgressScene.allow("docker.io"))
        let server = try scene.server { socket in
            // Reads to the client's end first, then answers at length.
            let received = socket.receiveAll().bytes
            socket.send([UInt8](repeating: 0x61, count: 3_000_000 + received.count))
        }
        let client = scene.connect()
        let hello = hello("docker.io")
        client.send(hello)
        client.send([UInt8](repeating: 0x62, count: 1_000_000))
        client.shutdownWrite()
        let (bytes, wasReset) = client.receiveAll()
        #expect(bytes.count == 4_000_000 + hello.count && !wasReset && server.connections == 1)
    }

    @Test func aResetIsPassedOn() throws {
        let scene = try EgressScene(EgressScene.allow("docker.io"))
        let server = try scene.server { socket in
            _ = socket.receive()
            socket.send("half an ans")
            usleep(50_000)
            TCPSocket.resetOnClose(socket.descriptor)
        }
        let client = scene.connect()
        client.send(hello("docker.io"))
        #expect(client.receiveAll().wasReset)
        #expect(server.connections == 1)
    }

    /// Bytes arrive as they were sent, in both directions at once, through copying and splicing.
    @Test func bulkArrivesByteForByte() throws {
        let scene = try EgressScene(EgressScene.allow("docker.io"))
        let server = try scene.server(Self.echo)
        let client = scene.connect(timeout: 20)
        let hello = hello("docker.io")
        client.send(hello)
        var pattern = [UInt8](repeating: 0, count: 8_000_000)
        var state: UInt32 = 1
        for index in pattern.indices {
            state = state &* 1_664_525 &+ 1_013_904_223
            pattern[index] = UInt8(state >> 24)
        }
        let sender = Thread { [pattern] in
            client.send(pattern)
            client.shutdownWrite()
        }
        sender.start()
        let (bytes, wasReset) = client.receiveAll()
        #expect(!wasReset && bytes.count == hello.count + pattern.count)
        #expect(bytes.dropFirst(hello.count).elementsEqual(pattern))
        #expect(server.connections == 1)
        let number = try #require(scene.snapshot.rules.first?.identity.number)
        for _ in 0..<300 where scene.counters.counters()[number]?.bytes != UInt64(2 * bytes.count) { usleep(10_000) }
        #expect(scene.counters.counters()[number]?.bytes == UInt64(2 * bytes.count))
        #expect(scene.counters.counters()[number]?.hits == 1)
    }

    /// Issue 3: a client that never reads holds up nobody, and bounded memory.
    @Test func aClientThatNeverReadsHoldsUpNobody() throws {
        let scene = try EgressScene(EgressScene.allow("docker.io")) { $0.loops = 1 }
        let server = try scene.server { socket in
            _ = socket.receive()
            let piece = [UInt8](repeating: 0x61, count: 1 << 20)
            for _ in 0..<64 where !socket.send(piece) { return }
        }
        let deaf = scene.connect()
        deaf.send(hello("docker.io"))
        usleep(100_000)
        let client = scene.connect()
        client.send(hello("docker.io"))
        #expect(client.receiveAll().bytes.count == 64 << 20)
        #expect(server.connections == 2)
        withExtendedLifetime(deaf) {}
    }

    @Test func whenRoomIsUsedUpTheOldestWithoutANameMakesRoom() throws {
        let scene = try EgressScene(EgressScene.allow("docker.io")) {
            $0.loops = 1
            $0.maximumConnections = 20
        }
        let server = try scene.server(Self.echo)
        let silent = (0..<60).map { _ in scene.connect() }
        let client = scene.connect()
        client.send(hello("docker.io"))
        #expect(client.receive()?.first == 22)
        #expect(server.connections == 1)
        #expect((scene.proxy.losses["proxied connections given up for lack of room"] ?? 0) >= 41)
        withExtendedLifetime(silent) {}
    }

    @Test func tunnelsAreListedAndJudgedAgain() throws {
        let scene = try EgressScene(EgressScene.allow("docker.io, quay.io"))
        let server = try scene.server(Self.echo)
        let clients = ["docker.io", "quay.io"].map { name in
            let client = scene.connect()
            client.send(hello(name))
            _ = client.receive()
            return client
        }
        let tunnels = scene.tunnels()
        #expect(Set(tunnels.map(\.name)) == ["docker.io", "quay.io"])
        #expect(
            tunnels.allSatisfy { $0.destination.description == "127.0.0.2" && $0.bytesSent > 0 && $0.bytesReceived > 0 }
        )
        let narrower = try EgressScene.compile(EgressScene.allow("quay.io"), port: scene.proxy.port)
        scene.inForce.replace(with: narrower)
        let (judged, cut) = scene.judgeTunnels(by: narrower)
        #expect(judged == 2 && cut == 1)
        #expect(clients[0].receiveAll().wasReset)
        clients[1].send("still here")
        #expect(clients[1].receive().map { String(decoding: $0, as: UTF8.self) } == "still here")
        #expect(server.connections == 2)
    }

    @Test func afterTheEndNothingHangs() async throws {
        let scene = try EgressScene(EgressScene.allow("docker.io"))
        scene.proxy.stop()
        #expect(await scene.proxy.tunnels().isEmpty)
        usleep(50_000)
        #expect(await scene.proxy.judgeTunnels(by: scene.snapshot) == (0, 0))
    }

    /// Where a rule names addresses, the one that is connected to must be among them, whatever
    /// was dialled.
    @Test func destinationAddressesAreThoseConnectedTo() throws {
        let rules = """
                - name: allow
                  priority: 200
                  ruleCollectionType: FirewallPolicyFilterRuleCollection
                  action: {type: Allow}
                  rules:
                    - {ruleType: ApplicationRule, name: here, sourceAddresses: ["*"], destinationAddresses: [127.0.0.1, 127.0.0.2], protocols: [{protocolType: Https, port: PORT}], targetFqdns: ["*.example"]}
            """
        let scene = try EgressScene(
            rules,
            names: [
                "in.example": ["127.0.0.2"], "out.example": ["127.0.0.5"], "both.example": ["127.0.0.5", "127.0.0.2"],
            ])
        let server = try scene.server(Self.echo)
        for (name, isMeant) in [("in.example", true), ("out.example", false), ("both.example", true)] {
            let client = scene.connect()
            client.send(hello(name))
            #expect((client.receive()?.first == 22) == isMeant, "\(name)")
        }
        #expect(server.connections == 2)
        #expect(try scene.records(3).count == 3)
    }
}
