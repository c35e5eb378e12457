import Foundation
import MoatDNS
import MoatModel
import Testing

@Suite("DNS proxy") struct DNSProxyTests {
    @Test(arguments: [false, true])
    func answersAndLogsEveryColumn(tcp: Bool) throws {
        let fixture = try DNSFixture(zone(record("docker.io", "203.0.113.7")))
        let client = try fixture.client(tcp: tcp)
        let answer = try #require(client.ask("DOCKER.io", id: 4711, edns: EDNS(udpSize: 4096, dnssecOK: true)))
        #expect(answer.id == 4711)
        #expect(answer.flags == [.response, .recursionDesired, .recursionAvailable])
        #expect(answer.addresses == ["203.0.113.7"])
        let log = try #require(fixture.records().first)
        #expect(log["SourceIp"] as? String == "127.0.0.1")
        #expect(log["QueryId"] as? Int == 4711)
        #expect(log["QueryType"] as? String == "A")
        #expect(log["QueryClass"] as? String == "IN")
        #expect(log["QueryName"] as? String == "DOCKER.io.")
        #expect(log["Protocol"] as? String == (tcp ? "tcp" : "udp"))
        #expect(log["RequestSize"] as? Int == 12 + 11 + 4 + 11)
        #expect(log["DnssecOkBit"] as? Bool == true)
        #expect(log["EDNS0BufferSize"] as? Int == 4096)
        #expect(log["ResponseCode"] as? String == "NOERROR")
        #expect(log["ResponseFlags"] as? String == "qr,rd,ra")
        #expect(log["ResponseSize"] as? Int == 12 + 11 + 4 + 16 + 11)
        #expect(try #require(log["RequestDurationSecs"] as? Double) > 0)
        #expect(log["ErrorNumber"] as? Int == 0)
        #expect(log["ErrorMessage"] as? String == "")
    }

    // MARK: - The line 'DNS' of the lessons

    @Test func rebinding() throws {
        let fixture = try DNSFixture(
            zone(
                record("evil.example", "10.0.5.9"), record("mixed.example", "203.0.113.7"),
                record("mixed.example", "192.168.1.1"), record("six.example", "::ffff:127.0.0.1"),
                record("db.corp.example", "10.0.5.9"), cname("alias.example", "db.corp.example"))
        ) { $0.allowsPrivateAnswers = ["corp.example"] }
        let client = try fixture.client()
        for (name, type) in [
            ("evil.example", DNSType.a), ("mixed.example", .a), ("six.example", .aaaa), ("alias.example", .a),
        ] {
            let answer = try #require(client.ask(name, type, edns: EDNS(udpSize: 1232)))
            #expect(answer.code == "SERVFAIL", "\(name)")
            #expect(answer.answers.isEmpty)
            let error = try #require(answer.edns?.options.first { $0.code == EDNS.extendedError })
            #expect(error.data.prefix(2) == [0, 15])
        }
        #expect(client.ask("db.corp.example")?.addresses == ["10.0.5.9"])
        #expect(eventually { fixture.proxy.losses["dns answers refused, private address"] == 4 })
        let log = try #require(fixture.records(count: 5).first)
        #expect(log["ErrorNumber"] as? Int == 2)
        #expect(
            log["ErrorMessage"] as? String
                == "evil.example. A: the answer of \(fixture.server.address) has the private address 10.0.5.9, "
                + "which a name outside must not have")
    }

    @Test func cnameChains() throws {
        let fixture = try DNSFixture(
            zone(
                cname("www.docker.io", "cdn.example"), cname("cdn.example", "edge.example"),
                record("edge.example", "203.0.113.8"), cname("loop.example", "pool.example"),
                cname("pool.example", "loop.example")))
        let client = try fixture.client()
        let answer = try #require(client.ask("www.docker.io"))
        #expect(answer.answers.map(\.type) == [.cname, .cname, .a])
        #expect(answer.addresses == ["203.0.113.8"])
        #expect(client.ask("loop.example")?.addresses == [])
    }

    @Test func timeToLiveZeroIsNotKept() throws {
        let fixture = try DNSFixture(zone(record("now.example", "203.0.113.7", ttl: 0)))
        let client = try fixture.client()
        for _ in 0..<3 { #expect(client.ask("now.example")?.answers.first?.timeToLive == 0) }
        #expect(fixture.server.count("now.example. A") == 3)
    }

    @Test func sixtyAddresses() throws {
        let records = (1...60).map { record("many.example", "203.0.113.\($0)") }
        let fixture = try DNSFixture({ [.message($0.answer(records))] })
        let client = try fixture.client()
        let short = try #require(client.ask("many.example"))
        #expect(short.flags.contains(.truncated))
        #expect(short.answers.isEmpty)
        #expect(client.ask("many.example", edns: EDNS(udpSize: 1232))?.addresses.count == 60)
        #expect(client.ask("many.example", edns: EDNS(udpSize: 900))?.flags.contains(.truncated) == true)
        #expect(try fixture.client(tcp: true).ask("many.example")?.addresses.count == 60)
    }

    @Test func truncatedByTheServer() throws {
        let records = (1...255).map { record("many.example", "203.0.113.\($0)") }
        let fixture = try DNSFixture({ query in
            [.message(query.isTCP ? query.answer(records) : query.answer(truncated: true))]
        })
        #expect(try fixture.client(tcp: true).ask("many.example")?.addresses.count == 255)
        #expect(fixture.server.queries.map(\.isTCP) == [false, true])
        #expect(try fixture.client().ask("many.example")?.flags.contains(.truncated) == true)
        #expect(fixture.server.queries.count == 2)
    }

    @Test func mixedCase() throws {
        let fixture = try DNSFixture(zone(record("registry-1.docker.io", "203.0.113.7")))
        let client = try fixture.client()
        let question = "ReGiStRy-1.DoCkEr.Io"
        for _ in 0..<2 {
            let answer = try #require(client.ask(question))
            #expect(answer.questions.first?.name.description == question + ".")
            #expect(answer.answers.first?.name.description == question + ".")
        }
        #expect(client.ask("registry-1.docker.io")?.answers.first?.name.description == "registry-1.docker.io.")
        let asked = fixture.server.queries.compactMap { $0.message.questions.first?.name.description }
        #expect(asked.count == 1)
        #expect(asked[0].lowercased() == question.lowercased() + ".")
        #expect(asked[0] != question + "." && asked[0] != question.lowercased() + ".")
    }

    @Test(arguments: [true, false])
    func encryptedClientHelloIsTakenOut(strips: Bool) throws {
        // alpn = h2, ech
        let alpn: [UInt8] = [0, 1, 0, 0, 1, 0, 3, 2, 0x68, 0x32]
        let ech: [UInt8] = [0, 5, 0, 4, 1, 2, 3, 4]
        let https = DNSRecord(name: name("docker.io"), type: .https, timeToLive: 60, data: alpn + ech)
        let fixture = try DNSFixture({ [.message($0.answer([https]))] }) { $0.stripsECH = strips }
        let client = try fixture.client()
        for _ in 0..<2 {
            #expect(client.ask("docker.io", .https)?.answers.map(\.data) == [strips ? alpn : alpn + ech])
        }
    }

    // MARK: - Cache

    @Test func keptForItsTimeAndAged() throws {
        let fixture = try DNSFixture(zone(record("docker.io", "203.0.113.7", ttl: 2)))
        let client = try fixture.client()
        #expect(client.ask("docker.io")?.answers.first?.timeToLive == 2)
        usleep(1_050_000)
        #expect(client.ask("docker.io")?.answers.first?.timeToLive == 1)
        #expect(fixture.server.queries.count == 1)
        usleep(1_050_000)
        #expect(client.ask("docker.io")?.answers.first?.timeToLive == 2)
        #expect(fixture.server.queries.count == 2)
        #expect(eventually { fixture.proxy.status.answeredFromCache == 1 })
    }

    @Test func negativeAnswersAreKeptWithSOA() throws {
        let fixture = try DNSFixture({ query in
            let hasSOA = !query.text.hasPrefix("bare")
            return [.message(query.answer(code: 3, authority: hasSOA ? [soa("example", minimum: 1)] : []))]
        })
        let client = try fixture.client()
        for _ in 0..<2 {
            let answer = try #require(client.ask("no.example"))
            #expect(answer.code == "NXDOMAIN")
            #expect(answer.authority.map(\.type) == [.soa])
            #expect(client.ask("bare.example")?.code == "NXDOMAIN")
        }
        #expect(fixture.server.count("no.example. A") == 1)
        #expect(fixture.server.count("bare.example. A") == 2)
        usleep(1_050_000)
        client.ask("no.example")
        #expect(fixture.server.count("no.example. A") == 2)
    }

    @Test func dnssecRecordsOnlyForThoseWhoAskAndADForThoseWhoCanUseIt() throws {
        let fixture = try DNSFixture({ query in
            let signature = DNSRecord(
                name: name("docker.io"), type: DNSType(rawValue: 46), timeToLive: 60, data: [1, 2, 3])
            let isSigned = query.message.edns?.dnssecOK == true
            var answer = query.answer([record("docker.io", "203.0.113.7")] + (isSigned ? [signature] : []))
            answer.flags.insert(.authenticData)
            return [.message(answer)]
        })
        let client = try fixture.client()
        for _ in 0..<2 {
            let plain = try #require(client.ask("docker.io"))
            #expect(plain.answers.count == 1)
            #expect(plain.edns == nil)
            #expect(!plain.flags.contains(.authenticData))
            #expect(client.ask("docker.io", flags: .authenticData)?.flags.contains(.authenticData) == true)
            let signed = try #require(client.ask("docker.io", edns: EDNS(udpSize: 1232, dnssecOK: true)))
            #expect(signed.answers.count == 2)
            #expect(signed.edns?.dnssecOK == true)
            #expect(signed.flags.contains(.authenticData))
        }
        #expect(fixture.server.queries.count == 2)
    }

    @Test func sameQueriesShareOne() throws {
        let gate = DispatchSemaphore(value: 0)
        let fixture = try DNSFixture({ query in
            gate.wait()
            return [.message(query.answer([record("docker.io", "203.0.113.7")]))]
        }) { $0.attemptTimeout = 3 }
        let clients = try (0..<20).map { _ in try fixture.client() }
        for (index, client) in clients.enumerated() { client.sendQuery("docker.io", id: UInt16(index)) }
        #expect(eventually { fixture.proxy.status.queriesUDP == 20 })
        gate.signal()
        for (index, client) in clients.enumerated() {
            let answer = client.receive()
            #expect(answer?.id == UInt16(index))
            #expect(answer?.addresses == ["203.0.113.7"])
        }
        #expect(fixture.server.queries.count == 1)
    }

    // MARK: - Settings

    @Test func theListenerOpensAndClosesAndABusyPortChangesNothing() throws {
        let fixture = try DNSFixture(zone(record("docker.io", "203.0.113.7")))
        let port = fixture.proxy.port
        let client = try fixture.client(patience: 0.3)
        #expect(client.ask("docker.io")?.addresses == ["203.0.113.7"])
        try fixture.proxy.apply(.init(enableProxy: false))
        #expect(fixture.proxy.status.listening.isEmpty)
        #expect(client.ask("docker.io") == nil)
        try fixture.proxy.apply(.init(enableProxy: true))

        let second = try DNSFixture(listens: false, zone()) { $0.port = fixture.proxy.port }
        let error = #expect(throws: DNSProxyError.self) { try second.proxy.apply(.init(enableProxy: true)) }
        #expect(error?.description.contains("127.0.0.1:\(fixture.proxy.port): Address already in use") == true)
        #expect(second.proxy.status.listening.isEmpty)
        #expect(try fixture.client().ask("docker.io")?.addresses == ["203.0.113.7"])
        #expect(port > 0)
    }

    @Test func thePortIsFreeAgainWhileQueriesAreOutstanding() throws {
        let fixture = try DNSFixture({ _ in [] }) {
            $0.attemptTimeout = 4
            $0.queryTimeout = 4
        }
        let port = fixture.proxy.port
        let client = try fixture.client()
        client.sendQuery("docker.io")
        #expect(eventually { fixture.proxy.status.outstandingQueries == 1 })
        #expect(!Socket.isFree(port))
        try fixture.proxy.apply(.init(enableProxy: false))
        #expect(Socket.isFree(port))
    }

    @Test func otherServersAreInForceAtOnce() throws {
        let other = try ScriptedServer(zone(record("docker.io", "203.0.113.99")))
        defer { other.stop() }
        let fixture = try DNSFixture(zone(record("docker.io", "203.0.113.7"))) { $0.serverPort = other.port }
        let client = try fixture.client()
        #expect(client.ask("docker.io")?.addresses == ["203.0.113.7"])
        try fixture.proxy.apply(.init(servers: [address("127.0.0.1")], enableProxy: true))
        #expect(client.ask("docker.io")?.addresses == ["203.0.113.99"])
        #expect(fixture.proxy.status.servers.map(\.server) == [other.address])
    }

    @Test func theHostsServers() throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: file) }
        try """
        # nameserver 1.1.1.1
        search example
        nameserver 203.0.113.53
        nameserver\tfe80::1%eth0
          nameserver 2001:db8::53 # comment
        nameserver 192.0.2.1
        nameserver 192.0.2.2
        """.write(to: file, atomically: true, encoding: .utf8)
        #expect(
            DNSProxyConfiguration.hostServers(file: file.path).map(\.description)
                == ["203.0.113.53:53", "[2001:db8::53]:53", "192.0.2.1:53"])
        #expect(DNSProxyConfiguration.hostServers(file: "/nonexistent").isEmpty)
    }
}
