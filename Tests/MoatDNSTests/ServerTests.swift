import Foundation
import MoatDNS
import MoatModel
import Testing

@Suite("DNS: servers") struct ServerTests {
    @Test func theNextServerIsAskedAndTheDeadOneAvoided() throws {
        let fixture = try DNSFixture({ _ in [] }, others: [zone(record("docker.io", "203.0.113.7", ttl: 0))])
        let client = try fixture.client()
        for _ in 0..<5 { #expect(client.ask("docker.io")?.addresses == ["203.0.113.7"]) }
        #expect(fixture.servers[0].queries.count == 1)
        #expect(fixture.servers[1].queries.count == 5)
        let status = fixture.proxy.status.servers
        #expect(status.map(\.isHealthy) == [false, true])
        #expect(status[0].lastError == "no answer from \(fixture.servers[0].address)")
    }

    @Test func aServerWithoutASocketIsNotWaitedFor() throws {
        let fixture = try DNSFixture(zone(record("docker.io", "203.0.113.7"))) {
            $0.attemptTimeout = 3
            $0.hostServers.insert(DNSServerAddress(address("127.0.0.1"), port: 1), at: 0)
        }
        let start = Date()
        #expect(try fixture.client().ask("docker.io")?.addresses == ["203.0.113.7"])
        #expect(Date().timeIntervalSince(start) < 2)
        #expect(fixture.proxy.status.servers[0].lastError == "127.0.0.1:1: connection refused")
    }

    @Test(arguments: [UInt16(2), 5])
    func anotherServerMayKnowBetter(code: UInt16) throws {
        let fixture = try DNSFixture(
            { [.message($0.answer(code: code))] }, others: [zone(record("docker.io", "203.0.113.7"))])
        #expect(try fixture.client().ask("docker.io")?.addresses == ["203.0.113.7"])
        // A failure of the zone says nothing about the server.
        #expect(fixture.proxy.status.servers.map(\.isHealthy) == [true, true])
        fixture.servers[1].change { [.message($0.answer(code: code))] }
        #expect(try fixture.client().ask("other.io")?.responseCode.rawValue == code)
        #expect(fixture.servers.map { $0.count("other.io. A") } == [1, 1])
    }

    @Test func aServerFromBeforeEDNS() throws {
        let fixture = try DNSFixture({ query in
            guard query.message.edns == nil else {
                return [
                    .bytes(
                        [UInt8(query.message.id >> 8), UInt8(query.message.id & 0xff), 0x81, 0x81] + [
                            0, 0, 0, 0, 0, 0, 0, 0,
                        ])
                ]
            }
            return [.message(query.answer([record("docker.io", "203.0.113.7")]))]
        })
        #expect(try fixture.client().ask("docker.io")?.addresses == ["203.0.113.7"])
        #expect(fixture.server.queries.count == 2)
    }

    @Test func noAnswerIsAFailureWithItsReason() throws {
        let fixture = try DNSFixture({ _ in [] }) { $0.queryTimeout = 0.5 }
        let answer = try #require(try fixture.client().ask("docker.io", edns: EDNS(udpSize: 1232)))
        #expect(answer.code == "SERVFAIL")
        #expect(answer.edns?.options.first?.data.prefix(2) == [0, 22])
        let log = try #require(fixture.records().first)
        #expect(log["ResponseCode"] as? String == "SERVFAIL")
        #expect(log["ErrorNumber"] as? Int == 2)
        #expect(
            log["ErrorMessage"] as? String == "docker.io. A: read udp: no answer from \(fixture.server.address)")
        #expect((0.3..<2).contains(try #require(log["RequestDurationSecs"] as? Double)))
        #expect(fixture.server.queries.count == 3)
    }

    @Test func whatTheServerSaysAboutAFailureIsPassedOn() throws {
        let error = EDNS.Option(code: EDNS.extendedError, data: [0, 6] + Array("bogus".utf8))
        let fixture = try DNSFixture({
            [.message($0.answer(code: 2, edns: EDNS(udpSize: 1232, options: [error])))]
        })
        #expect(try fixture.client().ask("docker.io", edns: EDNS(udpSize: 1232))?.edns?.options == [error])
    }

    @Test func outstandingQueriesAreBounded() throws {
        let fixture = try DNSFixture({ _ in [] }) {
            $0.maximumOutstandingQueries = 5
            $0.queryTimeout = 0.3
        }
        let client = try fixture.client()
        for index in 0..<20 { client.sendQuery("name\(index).example", id: UInt16(index)) }
        let answers = (0..<20).compactMap { _ in client.receive() }
        #expect(answers.count == 20)
        #expect(eventually { fixture.proxy.losses["dns queries refused, too many outstanding"] == 15 })
    }

    // MARK: - resolve

    @Test func bothFamiliesAtOnceAndThenFromMemory() throws {
        let fixture = try DNSFixture(
            listens: false, zone(record("docker.io", "2001:db8::7"), record("docker.io", "203.0.113.7")))
        let addresses = [address("203.0.113.7"), address("2001:db8::7")]
        #expect(resolve("docker.io", fixture.proxy) == .success(addresses))
        for name in ["docker.io", "Docker.IO."] {
            let box = ResultBox()
            fixture.proxy.resolve(name) { box.set($0) }
            #expect(box.all == [.success(addresses)], "it must be known at once")
        }
        #expect(fixture.server.queries.count == 2)
    }

    @Test func manyWhoAskShareTheQueries() throws {
        let gate = DispatchSemaphore(value: 0)
        let fixture = try DNSFixture(
            listens: false,
            { query in
                gate.wait()
                return [.message(query.answer([record("docker.io", "203.0.113.7")]))]
            }
        ) {
            $0.attemptTimeout = 3
            $0.maximumLookups = 50
        }
        let boxes = (0..<60).map { _ in ResultBox() }
        for box in boxes { fixture.proxy.resolve("docker.io") { box.set($0) } }
        #expect(
            boxes[50...].allSatisfy {
                $0.all == [.failure(DNSResolutionError("too many names are being resolved"))]
            })
        gate.signal()
        gate.signal()
        for box in boxes[..<50] { #expect(try box.wait()?.get().first == address("203.0.113.7")) }
        #expect(fixture.server.queries.count == 2)
        #expect(fixture.proxy.losses["dns lookups refused, too many"] == 10)
        #expect(boxes.allSatisfy { $0.all.count == 1 })
    }

    @Test func aFamilyThatHangsIsNotWaitedFor() throws {
        let fixture = try DNSFixture(
            listens: false,
            { query in
                query.text.hasSuffix(" AAAA") ? [] : [.message(query.answer([record("docker.io", "203.0.113.7")]))]
            }
        ) {
            $0.queryTimeout = 3
            $0.attemptTimeout = 3
        }
        let start = Date()
        #expect(resolve("docker.io", fixture.proxy) == .success([address("203.0.113.7")]))
        #expect(Date().timeIntervalSince(start) < 1)
    }

    @Test func reasonsWhyThereIsNoAddress() throws {
        let fixture = try DNSFixture({ query in
            switch query.text.prefix(4) {
            case "none": [.message(query.answer(code: 3))]
            case "bare": [.message(query.answer())]
            case "fail": [.message(query.answer(code: 2))]
            case "evil": [.message(query.answer([record("evil.example", "10.0.0.1")]))]
            default: []
            }
        }) { $0.queryTimeout = 0.3 }
        func reason(_ name: String) -> String? {
            if case .failure(let error) = resolve(name, fixture.proxy) { error.description } else { nil }
        }
        let server = fixture.server.address
        #expect(reason("none.example") == "NXDOMAIN")
        #expect(reason("bare.example") == "no address")
        #expect(reason("fail.example") == "SERVFAIL")
        #expect(
            reason("evil.example")
                == "the answer of \(server) has the private address 10.0.0.1, which a name outside must not have")
        #expect(reason("dead.example") == "no answer from \(server)")
        #expect(reason("a..b") == "not a host name")
        #expect(reason("") == "not a host name")
        fixture.proxy.stop()
        #expect(reason("none.example") == "the DNS proxy has stopped")
    }

    @Test func stoppingCompletesWhatWaits() throws {
        let fixture = try DNSFixture({ _ in [] }) {
            $0.attemptTimeout = 4
            $0.queryTimeout = 4
        }
        let box = ResultBox()
        fixture.proxy.resolve("docker.io") { box.set($0) }
        fixture.proxy.stop()
        #expect(box.all == [.failure(DNSResolutionError("the DNS proxy has stopped"))])
        #expect(throws: DNSProxyError.self) { try fixture.proxy.apply(.init()) }
    }
}
