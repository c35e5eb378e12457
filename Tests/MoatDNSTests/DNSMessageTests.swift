import Foundation
import MoatDNS
import Testing

@Suite("DNS messages") struct DNSMessageTests {
    private func name(_ text: String) throws -> DNSName {
        try #require(DNSName(text))
    }

    /// id 1234 | QR RD RA | 1 question, 1 answer | docker.io A IN | pointer to it, A, IN, 300, 203.0.113.7
    private let answer: [UInt8] =
        [0x12, 0x34, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0]
        + [6] + Array("docker".utf8) + [2] + Array("io".utf8) + [0, 0, 1, 0, 1]
        + [0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 1, 0x2c, 0, 4, 203, 0, 113, 7]

    @Test func readsAndWritesByteForByte() throws {
        let message = try DNSMessage(parsing: answer)
        #expect(message.id == 0x1234)
        #expect(message.flags == [.response, .recursionDesired, .recursionAvailable])
        #expect(message.flags.description == "qr,rd,ra")
        #expect(message.questions == [DNSQuestion(name: try name("docker.io"), type: .a)])
        #expect(
            message.answers == [
                DNSRecord(name: try name("docker.io"), type: .a, timeToLive: 300, data: [203, 0, 113, 7])
            ])
        #expect(message.wire == answer)
    }

    @Test func everyCutIsRefused() {
        for length in answer.indices {
            #expect(throws: DNSMessageError.self) { try DNSMessage(parsing: Array(answer[..<length])) }
        }
        #expect(throws: DNSMessageError.trailingBytes) { try DNSMessage(parsing: answer + [0]) }
    }

    @Test func everyFlippedByteIsReadOrRefused() {
        for index in answer.indices {
            for value: UInt8 in [0, 1, 0x3f, 0x40, 0x80, 0xc0, 0xff] {
                var bytes = answer
                bytes[index] = value
                if let message = try? DNSMessage(parsing: bytes) { #expect(message.wire != nil) }
            }
        }
    }

    @Test(arguments: [
        ("docker.io", "docker.io."), ("docker.io.", "docker.io."), ("A.b", "A.b."), ("", nil), ("a..b", nil),
        (".a", nil), ("a b", nil), ("ä.example", nil), (String(repeating: "a", count: 64), nil),
    ])
    func namesFromText(text: String, description: String?) {
        #expect(DNSName(text)?.description == description)
    }

    @Test func namesUpToTheLimitAndNoFurther() {
        let label = String(repeating: "a", count: 63) + "."
        #expect(DNSName(label + label + label + String(repeating: "b", count: 61))?.wire.count == 255)
        #expect(DNSName(label + label + label + String(repeating: "b", count: 62)) == nil)
    }

    @Test func oddBytesInNamesAreEscaped() throws {
        var bytes = answer
        bytes[13] = 0
        bytes[14] = UInt8(ascii: ".")
        bytes[15] = UInt8(ascii: "\\")
        #expect(try DNSMessage(parsing: bytes).questions[0].name.description == #"\000\.\\ker.io."#)
    }

    @Test func sharesNamesWhateverTheirCase() throws {
        let upper = try name("DOCKER.IO")
        var message = try DNSMessage(parsing: answer)
        message.answers[0].name = upper
        message.answers.append(
            DNSRecord(name: upper, type: .cname, timeToLive: 1, data: try name("cdn.DOCKER.io").wire))
        let wire = try #require(message.wire)
        let again = try DNSMessage(parsing: wire)
        #expect(again.answers[0].name.description == "docker.io.")
        #expect(again.answers[1].target?.description == "cdn.docker.io.")
        #expect(wire.count == answer.count + 12 + 6)
    }

    @Test func serverAndClientSeeEDNSAlike() throws {
        let edns = EDNS(
            udpSize: 1232, upperResponseCode: 1, dnssecOK: true,
            options: [EDNS.Option(code: EDNS.extendedError, data: [0, 15])])
        let message = DNSMessage(questions: [DNSQuestion(name: try name("docker.io"), type: .a)], edns: edns)
        let wire = try #require(message.wire)
        let again = try DNSMessage(parsing: wire)
        #expect(again.edns == edns)
        #expect(again.responseCode == .badVersion)
        var query = ClientQuery()
        var lowercased = [UInt8](repeating: 0, count: 255)
        var span = lowercased.mutableSpan
        #expect(query.read(wire.span, lowercased: &span) == nil)
        #expect(query.udpSize == 1232)
        #expect(query.dnssecOK)
    }

    /// Header alone, a response, NOTIFY, two questions, records where none belong, a pointer.
    @Test func whatIsNoQuery() {
        func fault(_ change: (inout [UInt8]) -> Void) -> ClientQuery.Fault? {
            var bytes = Array(answer.prefix(27))
            bytes[2] = 1
            bytes[7] = 0
            change(&bytes)
            var query = ClientQuery()
            var lowercased = [UInt8](repeating: 0, count: 255)
            var span = lowercased.mutableSpan
            return query.read(bytes.span, lowercased: &span)
        }
        #expect(fault { _ in } == nil)
        #expect(fault { $0.removeLast($0.count - 11) } == .silent)
        #expect(fault { $0[2] = 0x81 } == .silent)
        #expect(fault { $0[2] = 0x20 } == .answered(.notImplemented))
        #expect(fault { $0[5] = 2 } == .answered(.formatError))
        #expect(fault { $0[5] = 0 } == .answered(.formatError))
        #expect(fault { $0[7] = 1 } == .answered(.formatError))
        #expect(fault { $0[11] = 1 } == .answered(.formatError))
        #expect(fault { $0.append(0) } == .answered(.formatError))
        #expect(fault { $0.removeLast() } == .answered(.formatError))
        #expect(fault { $0.replaceSubrange(12..., with: [0xc0, 12, 0, 1, 0, 1]) } == .answered(.formatError))
        #expect(
            fault {
                $0[11] = 1
                $0 += [0, 0, 41, 4, 0, 0, 1, 0, 0, 0, 0]
            } == .answered(.badVersion))
    }

    // MARK: - The corpus of the fuzzer

    private static let corpus: [URL] = {
        let folder = Bundle.module.resourceURL?.appendingPathComponent("Corpus/DNSMessage")
        return folder.flatMap {
            try? FileManager.default.contentsOfDirectory(at: $0, includingPropertiesForKeys: nil)
        } ?? []
    }()

    @Test func replaysTheCorpus() throws {
        try #require(Self.corpus.count >= 40)
        for file in Self.corpus {
            let bytes = Array(try Data(contentsOf: file))
            guard let message = try? DNSMessage(parsing: bytes), let wire = message.wire else { continue }
            #expect(try DNSMessage(parsing: wire).wire == wire, "\(file.lastPathComponent)")
        }
    }

    @Test(arguments: [
        ("answer-pointer-loop", DNSMessageError.badName), ("answer-pointer-forward", .badName),
        ("answer-pointers-in-circle", .badName), ("answer-count-lies", .truncated),
        ("answer-a-of-five-bytes", .badRecordData), ("answer-cname-longer-than-data", .badRecordData),
        ("answer-data-runs-out", .truncated), ("answer-opt-in-answers", .badOPT), ("query-two-opt", .badOPT),
        ("query-opt-owner", .badOPT), ("query-trailing", .trailingBytes), ("query-name-too-long", .nameTooLong),
        ("query-label-type-40", .badName), ("answer-deep-name-too-long", .nameTooLong), ("empty", .truncated),
    ])
    func refusesByReason(file: String, error: DNSMessageError) throws {
        let url = try #require(Self.corpus.first { $0.lastPathComponent == file })
        let bytes = Array(try Data(contentsOf: url))
        #expect(throws: error) { try DNSMessage(parsing: bytes) }
    }

    @Test func ttlWithTheTopBitIsZero() throws {
        let url = try #require(Self.corpus.first { $0.lastPathComponent == "answer-ttl-negative" })
        #expect(try DNSMessage(parsing: Array(try Data(contentsOf: url))).answers[0].timeToLive == 0)
    }

    @Test(arguments: [
        // priority 1, ".", mandatory = alpn, alpn = h2, ipv4hint; without mandatory = ech.
        ("answer-https-ech", 24), ("answer-https-mandatory-ech", 3),
    ])
    func takesECHOut(file: String, size: Int) throws {
        let url = try #require(Self.corpus.first { $0.lastPathComponent == file })
        var message = try DNSMessage(parsing: Array(try Data(contentsOf: url)))
        message.removeEncryptedClientHello()
        #expect(message.answers.map(\.data.count) == [size])
    }

    @Test func aBindingThatCannotBeReadIsTakenOutWhole() throws {
        let url = try #require(Self.corpus.first { $0.lastPathComponent == "answer-https-out-of-order" })
        var message = try DNSMessage(parsing: Array(try Data(contentsOf: url)))
        message.removeEncryptedClientHello()
        #expect(message.answers.isEmpty)
    }
}
