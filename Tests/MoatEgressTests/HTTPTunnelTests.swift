import Foundation
import MoatModel
import MoatPolicy
import Testing

@testable import MoatEgress

/// Plain HTTP through the proxy with real sockets.
@Suite("HTTP through the proxy") struct HTTPTunnelTests {
    /// Answers every request head with a page that holds the head, and closes where asked to.
    @Sendable private static func mirror(_ socket: BlockingSocket) {
        while true {
            let head = socket.receive(until: "\r\n\r\n")
            guard !head.isEmpty else { return }
            socket.send("HTTP/1.1 200 OK\r\nContent-Length: \(head.utf8.count)\r\n\r\n\(head)")
            if head.contains("Connection: close") { return }
        }
    }

    private func exchange(_ scene: EgressScene, _ request: String) -> String {
        let client = scene.connect()
        client.send(request)
        return client.receiveText()
    }

    @Test func anAllowedRequestReachesTheServer() throws {
        let scene = try EgressScene(EgressScene.allowHTTP("docker.io"))
        let server = try scene.server(Self.mirror)
        let answer = exchange(scene, "GET /v2/ HTTP/1.1\r\nHost: docker.io\r\nConnection: close\r\n\r\n")
        #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(answer.contains("GET /v2/ HTTP/1.1\r\nHost: docker.io\r\nX-Forwarded-For: 127.0.0.1\r\n"))
        #expect(server.connections == 1)
        let record = try scene.records(1)[0]
        #expect(record["Protocol"] == "HTTP" && record["Fqdn"] == "docker.io" && record["TargetUrl"] == "docker.io/v2/")
        #expect(record["Rule"] == "names" && record["Action"] == "Allow")
    }

    @Test func aDeniedRequestGetsStatus470WithTheReason() throws {
        let scene = try EgressScene(EgressScene.allowHTTP("docker.io"))
        let server = try scene.server(Self.mirror)
        let answer = exchange(scene, "GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
        #expect(answer.hasPrefix("HTTP/1.1 470 "))
        #expect(
            answer.hasSuffix("\r\n\r\nAction: Deny. Reason: No rule matched. Proceeding with default action.\n"))
        #expect(server.connections == 0 && scene.resolver.asked.isEmpty)
    }

    @Test func aDenyRuleIsNamed() throws {
        let rules = """
                - name: never
                  priority: 100
                  ruleCollectionType: FirewallPolicyFilterRuleCollection
                  action: {type: Deny}
                  rules:
                    - {ruleType: ApplicationRule, name: bad, sourceAddresses: ["*"], protocols: [{protocolType: Http, port: PORT}], targetFqdns: ["*.bad.example"]}
            """
        let scene = try EgressScene(rules)
        let answer = exchange(scene, "GET / HTTP/1.1\r\nHost: a.bad.example\r\nConnection: close\r\n\r\n")
        #expect(
            answer.hasSuffix(
                "Action: Deny. Policy: policy. Rule Collection Group: group. Rule Collection: never. Rule: bad.\n"))
    }

    /// Lessons, 'Names': a second request on the same connection for another host: every
    /// request is judged.
    @Test func everyRequestOnAConnectionIsJudged() throws {
        let scene = try EgressScene(
            EgressScene.allowHTTP("a.example, b.example"),
            names: ["a.example": ["127.0.0.2"], "b.example": ["127.0.0.4"]])
        let serverA = try scene.server(Self.mirror)
        let serverB = try scene.server(address: 0x7f00_0004, Self.mirror)
        let client = scene.connect()
        for host in ["a.example", "a.example", "evil.example", "b.example", "a.example"] {
            client.send("GET /\(host) HTTP/1.1\r\nHost: \(host)\r\n\r\n")
            let answer = client.receiveResponse()
            #expect(answer.hasPrefix("HTTP/1.1 \(host == "evil.example" ? 470 : 200)"))
            #expect(answer.contains("GET /\(host) ") == (host != "evil.example"))
        }
        let records = try scene.records(5)
        #expect(records.map { $0["Fqdn"] } == ["a.example", "a.example", "evil.example", "b.example", "a.example"])
        #expect(records.map { $0["Action"] } == ["Allow", "Allow", "Deny", "Allow", "Allow"])
        #expect(
            serverA.connections == 2 && serverB.connections == 1, "one connection for what goes to one name in a row")
    }

    @Test func pipelinedRequestsAreAnsweredInOrder() throws {
        let scene = try EgressScene(EgressScene.allowHTTP("a.example, b.example"))
        let server = try scene.server(Self.mirror)
        let answer = exchange(
            scene,
            "GET /1 HTTP/1.1\r\nHost: a.example\r\n\r\nGET /2 HTTP/1.1\r\nHost: evil.example\r\n\r\nGET /3 HTTP/1.1\r\nHost: b.example\r\nConnection: close\r\n\r\n"
        )
        let places = ["GET /1", "HTTP/1.1 470", "GET /3"].map { answer.range(of: $0)?.lowerBound }
        #expect(places.allSatisfy { $0 != nil })
        #expect(places.compactMap { $0 } == places.compactMap { $0 }.sorted())
        #expect(server.connections == 2)
    }

    @Test func thousandsOfRequestsSentTogether() throws {
        let scene = try EgressScene(EgressScene.allowHTTP("a.example"))
        let client = scene.connect(timeout: 20)
        let count = 5000
        let sender = Thread {
            client.send(String(repeating: "GET / HTTP/1.1\r\nHost: b.example\r\n\r\n", count: count - 1))
            client.send("GET / HTTP/1.1\r\nHost: b.example\r\nConnection: close\r\n\r\n")
        }
        sender.start()
        let text = client.receiveText()
        #expect(text.components(separatedBy: "HTTP/1.1 470").count == count + 1)
        #expect(try scene.records(count).count == count)
    }

    /// Lessons, 'Names': port in Host. One that is not the dialled port is refused.
    @Test func thePortInHost() throws {
        let scene = try EgressScene(EgressScene.allowHTTP("a.example"))
        let server = try scene.server(Self.mirror)
        #expect(
            exchange(scene, "GET / HTTP/1.1\r\nHost: a.example:\(scene.proxy.port)\r\nConnection: close\r\n\r\n")
                .hasPrefix(
                    "HTTP/1.1 200"))
        #expect(
            exchange(scene, "GET / HTTP/1.1\r\nHost: a.example:1\r\nConnection: close\r\n\r\n").contains(
                "Reason: Port of the Host header is not the destination port."))
        #expect(server.connections == 1)
    }

    /// Each refusal by its text, as the client reads it and as the log has it.
    @Test(arguments: [
        ("GET / HTTP/1.1\r\n\r\n", "Host header was missing"),
        ("GET / HTTP/1.1\r\nHost:\r\n\r\n", "Host header was missing"),
        ("GET / HTTP/1.1\r\nHost: a b\r\n\r\n", "Host header is not a host name"),
        ("GET / HTTP/1.1\r\nHost: a.example\r\nHost: b.example\r\n\r\n", "More than one Host header"),
        ("CONNECT a.example:443 HTTP/1.1\r\nHost: a.example\r\n\r\n", "CONNECT is not supported"),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "HTTP/2 without TLS is not supported"),
        ("GET / HTTP/1.1\r\nHost : a.example\r\n\r\n", "HTTP request is malformed"),
        (
            "POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
            "HTTP message length is ambiguous"
        ),
        ("GET /\(String(repeating: "a", count: 70_000)) HTTP/1.1\r\n", "HTTP request head is larger than 64 KiB"),
    ])
    func refusalsByTheirText(request: String, reason: String) throws {
        let scene = try EgressScene(EgressScene.allowHTTP("\"*\""))
        let client = scene.connect()
        client.send(request)
        #expect(client.receiveResponse().hasSuffix("Action: Deny. Reason: \(reason).\n"))
        #expect(try scene.records(1)[0]["ActionReason"] == reason)
    }

    /// A head larger than one read, and the last of it in the socket before the first is read.
    @Test func aLargeHead() throws {
        let scene = try EgressScene(EgressScene.allowHTTP("a.example"))
        let server = try scene.server(Self.mirror)
        for _ in 0..<20 {
            let client = scene.connect()
            client.send(
                "GET / HTTP/1.1\r\nHost: a.example\r\nX: \(String(repeating: "a", count: 60_000))\r\nConnection: close\r\n\r\n"
            )
            #expect(client.receiveText().hasPrefix("HTTP/1.1 200"))
        }
        #expect(server.connections == 20)
    }

    @Test func whatIsNoHTTPIsReset() throws {
        let scene = try EgressScene(EgressScene.allowHTTP("\"*\""))
        let client = scene.connect()
        client.send([0, 1, 2, 3, 4])
        #expect(client.receiveAll().bytes.isEmpty)
        #expect(try scene.records(1)[0]["ActionReason"] == "The connection is not HTTP")
    }

    @Test func aHeadThatDripsEndsAtTheDeadline() throws {
        let scene = try EgressScene(EgressScene.allowHTTP("a.example")) { $0.requestDeadline = 600 }
        let client = scene.connect()
        client.send("GET / HTTP/1.1\r\n")
        let text = client.receiveText()
        #expect(text.hasPrefix("HTTP/1.1 470"))
        #expect(text.hasSuffix("Reason: No complete request within the deadline.\n"))
    }

    @Test func chunkedBothWays() throws {
        let scene = try EgressScene(EgressScene.allowHTTP("a.example"))
        let server = try scene.server { socket in
            let request = socket.receive(until: "0\r\n\r\n")
            let body = request.components(separatedBy: "\r\n\r\n").dropFirst().joined(separator: "|")
            socket.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            for byte in "\(String(body.utf8.count, radix: 16));x=y\r\n\(body)\r\n0\r\nTrailer: 1\r\n\r\n".utf8 {
                socket.send([byte])
            }
            _ = socket.receive()
        }
        let client = scene.connect()
        client.send("POST / HTTP/1.1\r\nHost: a.example\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel")
        usleep(20_000)
        client.send("lo\r\n6\r\n world\r\n0\r\n\r\n")
        let answer = client.receive(until: "Trailer: 1\r\n\r\n")
        #expect(answer.contains("5\r\nhello\r\n6\r\n world\r\n0|"))
        #expect(server.connections == 1)
    }

    @Test func expectContinue() throws {
        let scene = try EgressScene(EgressScene.allowHTTP("a.example"))
        let server = try scene.server { socket in
            let head = socket.receive(until: "\r\n\r\n")
            guard head.contains("Expect: 100-continue\r\n") else { return }
            socket.send("HTTP/1.1 100 Continue\r\n\r\n")
            let body = socket.receive(until: "the body")
            socket.send("HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
            _ = socket.receive()
        }
        let client = scene.connect()
        client.send("PUT / HTTP/1.1\r\nHost: a.example\r\nContent-Length: 8\r\nExpect: 100-continue\r\n\r\n")
        #expect(client.receive(until: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
        client.send("the body")
        #expect(client.receive(until: "the body").hasPrefix("HTTP/1.1 200 OK"))
        #expect(server.connections == 1)
    }

    @Test func webSocketUpgrade() throws {
        let scene = try EgressScene(EgressScene.allowHTTP("a.example"))
        let server = try scene.server { socket in
            _ = socket.receive(until: "\r\n\r\n")
            socket.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nfirst")
            while let bytes = socket.receive(), !bytes.isEmpty { socket.send(bytes) }
        }
        let client = scene.connect()
        client.send("GET /ws HTTP/1.1\r\nHost: a.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n")
        #expect(client.receive(until: "first").hasPrefix("HTTP/1.1 101 "))
        client.send("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n")
        #expect(client.receive(until: "\r\n\r\n").hasPrefix("GET / HTTP/1.1"))
        client.shutdownWrite()
        #expect(!client.receiveAll().wasReset)
        #expect(server.connections == 1)
    }

    @Test func aProtocolThatNobodyAskedFor() throws {
        let scene = try EgressScene(EgressScene.allowHTTP("a.example"))
        let server = try scene.server { socket in
            _ = socket.receive(until: "\r\n\r\n")
            socket.send("HTTP/1.1 101 Switching Protocols\r\n\r\n")
            _ = socket.receive()
        }
        #expect(exchange(scene, "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n").hasPrefix("HTTP/1.1 502"))
        #expect(server.connections == 1)
    }

    @Test func aBodyThatEndsWithTheConnection() throws {
        let scene = try EgressScene(EgressScene.allowHTTP("a.example"))
        let server = try scene.server { socket in
            _ = socket.receive(until: "\r\n\r\n")
            socket.send("HTTP/1.0 200 OK\r\n\r\n")
            for _ in 0..<40 { socket.send([UInt8](repeating: 0x61, count: 100_000)) }
        }
        let answer = exchange(scene, "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n")
        #expect(answer.utf8.count == 4_000_000 + 19)
        #expect(server.connections == 1)
    }

    @Test func aServerThatEndsTooEarlyIsNotHidden() throws {
        let scene = try EgressScene(EgressScene.allowHTTP("a.example"))
        let server = try scene.server { socket in
            _ = socket.receive(until: "\r\n\r\n")
            socket.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this")
        }
        let client = scene.connect()
        client.send("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n")
        #expect(client.receiveAll().wasReset)
        #expect(server.connections == 1)
    }

    @Test func anAnswerBeforeTheBodyIsComplete() throws {
        let scene = try EgressScene(EgressScene.allowHTTP("a.example"))
        let server = try scene.server { socket in
            _ = socket.receive()
            socket.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            socket.shutdownWrite()
            usleep(100_000)
        }
        let client = scene.connect()
        client.send("POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: 1000\r\n\r\nbegin")
        #expect(client.receive(until: "\r\n\r\n").hasPrefix("HTTP/1.1 413"))
        #expect(server.connections == 1)
    }

    /// A server may close an idle connection just when the next request is on its way.
    @Test func aRequestIsRepeatedWhereTheServerHadClosed() throws {
        let scene = try EgressScene(EgressScene.allowHTTP("a.example"))
        let server = try scene.server { socket in
            _ = socket.receive(until: "\r\n\r\n")
            socket.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            // The second request on this connection gets no answer.
            _ = socket.receive(until: "\r\n\r\n")
        }
        let client = scene.connect()
        for _ in 0..<3 {
            client.send("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n")
            #expect(client.receive(until: "ok").hasSuffix("ok"))
        }
        #expect(server.connections == 3)
    }

    @Test func aPostIsNotRepeated() throws {
        let scene = try EgressScene(EgressScene.allowHTTP("a.example"))
        let server = try scene.server { socket in
            _ = socket.receive(until: "\r\n\r\n")
            socket.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            _ = socket.receive(until: "\r\n\r\n")
        }
        let client = scene.connect()
        client.send("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n")
        #expect(client.receive(until: "ok").hasSuffix("ok"))
        client.send("POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: 0\r\n\r\n")
        #expect(client.receiveText().hasPrefix("HTTP/1.1 502"))
        #expect(server.connections == 1)
    }

    @Test func anIdleConnectionEndsInOrder() throws {
        let scene = try EgressScene(EgressScene.allowHTTP("a.example")) { $0.keepAliveTimeout = 300 }
        let server = try scene.server(Self.mirror)
        let client = scene.connect()
        client.send("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n")
        #expect(client.receiveAll().wasReset == false)
        #expect(server.connections == 1)
    }

    @Test func aNameThatDoesNotResolveIsSaidSo() throws {
        let scene = try EgressScene(EgressScene.allowHTTP("gone.example"), names: [:])
        let answer = exchange(scene, "GET / HTTP/1.1\r\nHost: gone.example\r\n\r\n")
        #expect(answer.hasPrefix("HTTP/1.1 502 "))
        #expect(answer.hasSuffix("gone.example cannot be resolved: NXDOMAIN\n"))
    }

    @Test func anAddressAsHost() throws {
        let scene = try EgressScene(EgressScene.allowHTTP("127.0.0.2"), names: [:])
        let server = try scene.server(Self.mirror)
        let answer = exchange(scene, "GET / HTTP/1.1\r\nHost: 127.0.0.2\r\nConnection: close\r\n\r\n")
        #expect(answer.hasPrefix("HTTP/1.1 200") && server.connections == 1)
    }
}
