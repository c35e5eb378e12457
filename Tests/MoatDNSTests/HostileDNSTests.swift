import Foundation
import MoatDNS
import MoatModel
import Testing

@Suite("DNS: hostile clients and servers") struct HostileDNSTests {
    @Test func spoofedAnswersAreIgnored() throws {
        let fixture = try DNSFixture({ query in
            let good = query.answer([record("docker.io", "203.0.113.7")])
            var wrongID = query.answer([record("docker.io", "203.0.113.66")])
            wrongID.id ^= 1
            var wrongName = query.answer([record("docker.io", "203.0.113.66")])
            wrongName.questions[0].name = name("docker.example")
            var wrongType = query.answer([record("docker.io", "203.0.113.66")])
            wrongType.questions[0].type = .aaaa
            var wrongCase = query.answer([record("docker.io", "203.0.113.66")])
            wrongCase.questions[0].name = wrongCase.questions[0].name.inOtherCase
            var noQuestion = query.answer([record("docker.io", "203.0.113.66")])
            noQuestion.questions = []
            var query = query.message
            query.answers = [record("docker.io", "203.0.113.66")]
            return [wrongID, wrongName, wrongType, wrongCase, noQuestion, query, good].map { .message($0) }
                + [.bytes([1, 2, 3])]
        })
        #expect(try fixture.client().ask("docker.io")?.addresses == ["203.0.113.7"])
        #expect(eventually { fixture.proxy.losses["dns answers ignored, not to what was asked"] == 6 })
        #expect(fixture.server.queries.count == 1)
    }

    /// Another port than that of the query reaches nobody, and another source than the server
    /// is not listened to.
    @Test func answersFromElsewhereAreNotReceived() throws {
        let fixture = try DNSFixture({ query in
            guard !query.isTCP, let wire = query.answer([record("docker.io", "203.0.113.66")]).wire else { return [] }
            let socket = Foundation.socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
            defer { close(socket) }
            _ = Socket.bind(socket, port: 0)
            if Socket.connect(socket, port: query.sourcePort) { _ = send(socket, wire, wire.count, 0) }
            usleep(20_000)
            return [.message(query.answer([record("docker.io", "203.0.113.7")]))]
        })
        #expect(try fixture.client().ask("docker.io")?.addresses == ["203.0.113.7"])
    }

    @Test func everyQueryHasItsOwnPortAndID() throws {
        let fixture = try DNSFixture(zone())
        let client = try fixture.client()
        for index in 0..<20 { client.ask("name\(index).example") }
        #expect(Set(fixture.server.queries.map(\.sourcePort)).count > 15)
        #expect(Set(fixture.server.queries.map(\.message.id)).count > 15)
    }

    @Test func aServerThatDoesNotKeepTheCaseIsAskedOverTCP() throws {
        let fixture = try DNSFixture({ query in
            var answer = query.answer([record("docker.io", "203.0.113.7")])
            answer.questions[0].name = answer.questions[0].name.lowercased
            return [.message(answer)]
        })
        // One name in a thousand is all lower case by chance.
        #expect(try fixture.client().ask("docker.docker.docker.io")?.code == "NOERROR")
        #expect(fixture.server.queries.map(\.isTCP) == [false, true])
    }

    @Test func clientsOutsideAreNotAnswered() throws {
        let fixture = try DNSFixture(zone(record("docker.io", "203.0.113.7"))) {
            $0.additionalClients = [prefix("127.0.0.1/32")]
        }
        let outside = try fixture.client(host: 0x7f00_0002, patience: 0.2)
        #expect(outside.ask("docker.io") == nil)
        #expect(fixture.server.queries.isEmpty)
        #expect(eventually { fixture.proxy.losses["dns queries dropped, source not inside"] == 1 })
        #expect(try fixture.client(tcp: true, host: 0x7f00_0002).isClosed())
        #expect(try fixture.client().ask("docker.io")?.addresses == ["203.0.113.7"])
    }

    @Test func eachSourceHasItsLimit() throws {
        let fixture = try DNSFixture(zone(record("docker.io", "203.0.113.7"))) { $0.queriesPerSecondPerSource = 10 }
        let greedy = try fixture.client(patience: 0.2)
        for _ in 0..<60 { greedy.sendQuery("docker.io") }
        var answers = 0
        while greedy.receive() != nil { answers += 1 }
        #expect((10..<20).contains(answers))
        #expect(
            eventually {
                fixture.proxy.losses["dns queries dropped, over the limit of their source"] == UInt64(60 - answers)
            })
        #expect(try fixture.client(host: 0x7f00_0002).ask("docker.io") != nil)
    }

    /// QTYPE ANY, zone transfers, other classes, other opcodes, other versions, no query at all.
    @Test func whatIsNotAnswered() throws {
        let fixture = try DNSFixture(zone())
        let client = try fixture.client(patience: 0.5)
        for type in [DNSType.any, .axfr, .ixfr, .opt, DNSType(rawValue: 0), DNSType(rawValue: 249)] {
            #expect(client.ask("docker.io", type)?.code == "REFUSED", "\(type)")
        }
        func ask(_ change: (inout DNSMessage) -> Void) -> DNSMessage? {
            var message = DNSMessage(
                id: 99, flags: .recursionDesired, questions: [DNSQuestion(name: name("docker.io"), type: .a)])
            change(&message)
            client.send(message.wire ?? [])
            return client.receive()
        }
        #expect(ask { $0.questions[0].recordClass = DNSClass(rawValue: 3) }?.code == "REFUSED")
        #expect(ask { $0.flags = DNSFlags(rawValue: 0x2800) }?.code == "NOTIMP")
        #expect(ask { $0.questions = [] }?.code == "FORMERR")
        #expect(ask { $0.questions.append($0.questions[0]) }?.code == "FORMERR")
        #expect(ask { $0.edns = EDNS(udpSize: 1232, version: 1) }?.code == "BADVERS")
        client.send([1, 2, 3])
        #expect(ask { $0.flags = .response } == nil)
        #expect(fixture.server.queries.isEmpty)
        let logged = fixture.records(count: 6)
        #expect(logged.first?["ErrorMessage"] as? String == "docker.io. ANY: ANY is not answered")
        #expect(logged.first?["ErrorNumber"] as? Int == 5)
    }

    @Test func aServerThatIsOurselvesIsNotAsked() throws {
        let fixture = try DNSFixture(zone(record("docker.io", "203.0.113.7")))
        let port = fixture.proxy.port
        let second = try DNSFixture(listens: false, zone()) {
            $0.port = port
            $0.serverPort = port
        }
        try second.proxy.apply(.init(servers: [address("127.0.0.1")]))
        #expect(second.proxy.status.ownServers.map(\.port) == [port])
        #expect(second.proxy.status.servers.isEmpty)
        #expect(resolve("docker.io", second.proxy) == .failure(DNSResolutionError("there is no server to ask")))
    }

    @Test func aLoopOfForwardersDoesNotMultiply() throws {
        let fixture = try DNSFixture({ _ in [] })
        let port = fixture.proxy.port
        fixture.server.change { query in
            // Forwards back, and does not wait.
            if let client = try? TestClient(port: port, patience: 0.001) {
                client.send(query.message.wire ?? [])
            }
            return []
        }
        let answer = try fixture.client().ask("docker.io", edns: EDNS(udpSize: 1232))
        #expect(answer?.code == "SERVFAIL")
        #expect(fixture.server.queries.count <= 8)
    }

    @Test func malformedAnswersAreFailures() throws {
        let fixture = try DNSFixture({ query in
            let wire = query.answer([record("docker.io", "203.0.113.7")]).wire ?? []
            return [.bytes(Array(wire.dropLast()))]
        })
        #expect(try fixture.client().ask("docker.io")?.code == "SERVFAIL")
        #expect(
            fixture.records().first?["ErrorMessage"] as? String
                == "docker.io. A: read udp: malformed answer from \(fixture.server.address)")
    }

    // MARK: - TCP

    @Test func severalQueriesOnOneConnection() throws {
        let fixture = try DNSFixture({ query in
            if query.text.hasPrefix("slow") { usleep(100_000) }
            return [.message(query.answer([record(String(query.text.dropLast(3)), "203.0.113.7")]))]
        }) { $0.attemptTimeout = 2 }
        try fixture.client().ask("fast.example")
        let client = try fixture.client(tcp: true)
        for (id, name) in ["slow.example", "fast.example", "fast.example", "other.example"].enumerated() {
            client.sendQuery(name, id: UInt16(id))
        }
        shutdown(client.socket, Int32(SHUT_WR))
        let answers = (0..<4).map { _ in client.receive()?.id }
        #expect(Set(answers) == [0, 1, 2, 3])
        #expect(answers.firstIndex(of: 1) ?? 9 < answers.firstIndex(of: 0) ?? 0)
        #expect(client.isClosed())
    }

    @Test func moreQueriesThanMayWait() throws {
        let fixture = try DNSFixture({ query in
            usleep(1000)
            return [.message(query.answer([record(String(query.text.dropLast(3)), "203.0.113.7")]))]
        }) { $0.attemptTimeout = 2 }
        let client = try fixture.client(tcp: true)
        for index in 0..<200 { client.sendQuery("name\(index).example", id: UInt16(index)) }
        let answers = Set((0..<200).compactMap { _ in client.receive()?.id })
        #expect(answers.count == 200)
    }

    @Test func byteByByteAndThenNothing() throws {
        let fixture = try DNSFixture(zone(record("docker.io", "203.0.113.7"))) { $0.idleTimeout = 0.3 }
        let client = try fixture.client(tcp: true)
        let query = DNSMessage(
            id: 5, flags: .recursionDesired, questions: [DNSQuestion(name: name("docker.io"), type: .a)])
        let wire = try #require(query.wire)
        for byte in [0, UInt8(wire.count)] + wire { _ = send(client.socket, [byte], 1, 0) }
        #expect(client.receive()?.addresses == ["203.0.113.7"])
        // A drip does not keep it open.
        let start = Date()
        var isClosed = false
        while !isClosed, Date().timeIntervalSince(start) < 2 {
            isClosed = send(client.socket, [0], 1, Int32(MSG_NOSIGNAL)) < 0
            usleep(50_000)
        }
        #expect(isClosed)
        #expect((0.2..<1.5).contains(Date().timeIntervalSince(start)))
    }

    @Test func connectionsAreBounded() throws {
        let fixture = try DNSFixture(zone(record("docker.io", "203.0.113.7"))) {
            $0.maximumConnections = 6
            $0.maximumConnectionsPerSource = 4
        }
        let clients = try (0..<4).map { _ in try fixture.client(tcp: true) }
        for client in clients { #expect(client.ask("docker.io") != nil) }
        #expect(try fixture.client(tcp: true).isClosed())
        let others = try (2..<5).map { try fixture.client(tcp: true, host: 0x7f00_0000 + $0) }
        #expect(others[0].ask("docker.io") != nil)
        #expect(others[1].ask("docker.io") != nil)
        #expect(others[2].isClosed())
        #expect(eventually { fixture.proxy.losses["dns connections refused, too many"] == 2 })
    }

    @Test func aConnectionThatIsResetIsClosedAtOnce() throws {
        let fixture = try DNSFixture({ _ in [] }) {
            $0.attemptTimeout = 4
            $0.queryTimeout = 4
        }
        var client: TestClient? = try fixture.client(tcp: true)
        client?.sendQuery("docker.io")
        #expect(eventually { fixture.proxy.status.outstandingQueries == 1 && fixture.proxy.status.connections == 1 })
        if let socket = client?.socket {
            var linger = linger(l_onoff: 1, l_linger: 0)
            setsockopt(
                socket, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
        }
        client = nil
        #expect(eventually { fixture.proxy.status.connections == 0 })
        #expect(fixture.proxy.status.outstandingQueries == 1)
    }

    @Test func whatIsNoQueryEndsTheConnection() throws {
        let fixture = try DNSFixture(zone())
        for bytes: [UInt8] in [
            [0, 0], [0, 5, 1, 2, 3, 4, 5], [0xff, 0xff], [0, 12] + Array(repeating: 0xff, count: 12),
        ] {
            let client = try fixture.client(tcp: true)
            _ = send(client.socket, bytes, bytes.count, 0)
            #expect(client.isClosed())
        }
    }

    /// The client sends queries and never reads: answers pile up to a bound, then it is not
    /// read any more, and in the end it is cut.
    @Test func aClientThatNeverReads() throws {
        let records = (1...250).map { record("many.example", "203.0.113.\($0)") }
        let fixture = try DNSFixture({ [.message($0.isTCP ? $0.answer(records) : $0.answer(truncated: true))] }) {
            $0.idleTimeout = 0.5
        }
        let client = try fixture.client(tcp: true)
        var one = timeval(tv_sec: 0, tv_usec: 200_000)
        setsockopt(client.socket, SOL_SOCKET, SO_SNDTIMEO, &one, socklen_t(MemoryLayout<timeval>.size))
        let query = DNSMessage(
            id: 5, flags: .recursionDesired, questions: [DNSQuestion(name: name("many.example"), type: .a)])
        let wire = try #require(query.wire)
        let block = Array(repeatElement([0, UInt8(wire.count)] + wire, count: 1000).joined())
        for _ in 0..<200 where send(client.socket, block, block.count, Int32(MSG_NOSIGNAL)) < 0 { break }
        #expect(try fixture.client().ask("many.example")?.flags.contains(.truncated) == true)
        #expect(eventually { fixture.proxy.status.connections == 0 })
    }
}

extension DNSName {
    /// Upper for lower case and the other way round.
    var inOtherCase: DNSName {
        let text = String(description.dropLast())
        return name(String(text.map { $0.isUppercase ? Character($0.lowercased()) : Character($0.uppercased()) }))
    }
}

/// Waits for `resolve`.
func resolve(_ name: String, _ proxy: DNSProxy) -> Result<[IPAddress], DNSResolutionError>? {
    let box = ResultBox()
    proxy.resolve(name) { box.set($0) }
    return box.wait()
}
