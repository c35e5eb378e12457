import Foundation
import MoatEgress
import Testing

@Suite("ClientHello") struct ClientHelloParserTests {
    private func parse(_ bytes: [UInt8], step: Int = .max) -> ClientHelloParser.Progress {
        var parser = ClientHelloParser()
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start.addingReportingOverflow(step).overflow ? bytes.count : start + step)
            bytes[start..<end].withUnsafeBytes { _ = parser.feed($0) }
            start = end
        }
        return parser.progress
    }

    private func name(_ progress: ClientHelloParser.Progress) -> String? {
        if case .complete(let hello) = progress { hello.serverName } else { nil }
    }

    private let hello = HelloBytes(serverName: "docker.io").records()

    @Test func splitByteByByte() {
        #expect(name(parse(hello, step: 1)) == "docker.io")
    }

    @Test func splitAtEveryPosition() {
        for place in hello.indices {
            var parser = ClientHelloParser()
            hello[..<place].withUnsafeBytes { _ = parser.feed($0) }
            #expect(parser.progress == .needsMore)
            hello[place...].withUnsafeBytes { _ = parser.feed($0) }
            #expect(name(parser.progress) == "docker.io", "split at \(place)")
        }
    }

    @Test(arguments: 2...6)
    func overSeveralRecords(count: Int) {
        let bytes = HelloBytes(serverName: "docker.io").records(count)
        for step in [1, 3, 7, .max] { #expect(name(parse(bytes, step: step)) == "docker.io") }
    }

    /// X25519MLKEM768's key share has 1,216 bytes: the hello no longer fits one segment.
    @Test(arguments: [1700, 2100, 9000])
    func postQuantumSize(size: Int) {
        var hello = HelloBytes(serverName: "pq.example")
        hello.extensions.append((51, Array(repeating: 0xab, count: size - hello.records().count - 4)))
        let bytes = hello.records()
        #expect(bytes.count == size)
        #expect(name(parse(bytes, step: 1448)) == "pq.example")
    }

    @Test func upToSixteenKibibytesAndNoFurther() {
        var hello = HelloBytes(serverName: "big.example")
        let room = ClientHelloParser.maximumSize - hello.records(2).count - 4
        hello.extensions.append((51, Array(repeating: 0, count: room)))
        #expect(hello.records(2).count == ClientHelloParser.maximumSize)
        #expect(name(parse(hello.records(2))) == "big.example")
        hello.extensions.append((52, []))
        for step in [1, .max] { #expect(parse(hello.records(2), step: step) == .failed(.tooLarge)) }
        // What says that it will be larger is not waited for.
        #expect(parse(HelloBytes.record([1, 0, 0x40, 0])) == .failed(.tooLarge))
    }

    @Test func recordsOfOneByteDoNotGetRoundTheLimit() {
        var hello = HelloBytes(serverName: "drip.example")
        hello.extensions.append((51, Array(repeating: 0, count: 4000)))
        let bytes = hello.message.flatMap { HelloBytes.record([$0]) }
        #expect(parse(bytes) == .failed(.tooLarge))
    }

    @Test func withoutSNI() {
        #expect(parse(HelloBytes().records()) == .complete(ClientHello()))
        var old = HelloBytes()
        old.hasExtensions = false
        #expect(parse(old.records()) == .complete(ClientHello()))
    }

    @Test(arguments: ["docker.io.", "DOCKER.IO", "xn--mnchen-3ya.example", "203.0.113.9", "a b"])
    func theNameIsHandedOnAsItWasSent(text: String) {
        #expect(name(parse(HelloBytes(serverName: text).records())) == text)
    }

    @Test func protocolsAndECH() {
        var hello = HelloBytes(serverName: "docker.io")
        hello.extensions.append((16, HelloBytes.vector16([2, 0x68, 0x32, 8] + Array("http/1.1".utf8))))
        hello.extensions.append((0xfe0d, [0, 1, 2]))
        #expect(
            parse(hello.records())
                == .complete(
                    ClientHello(
                        serverName: "docker.io", applicationProtocols: ["h2", "http/1.1"], offersECH: true)))
    }

    @Test(arguments: ["GET / HTTP/1.1\r\n", "SSH-2.0-OpenSSH_9.2\r\n", "\u{80}.\u{1}", "\u{16}GET"])
    func notTLSAtAll(text: String) {
        #expect(parse(Array(text.utf8)) == .failed(.notTLS))
    }

    @Test func oneByteIsEnoughToKnowThatItIsNotTLS() {
        #expect(parse([0x47]) == .failed(.notTLS))
        #expect(parse([22]) == .needsMore)
        #expect(parse([]) == .needsMore)
    }

    /// Each of these was read in two ways by some implementation, or costs without end.
    @Test func lengthsThatLie() {
        func failed(_ bytes: [UInt8], _ note: Comment) {
            for step in [1, 2, .max] { #expect(parse(bytes, step: step) == .failed(.malformed), note) }
        }
        func failed(_ note: Comment, _ change: (inout HelloBytes) -> Void) {
            var hello = HelloBytes()
            change(&hello)
            failed(hello.records(), note)
        }
        failed("two extensions of a type") {
            $0.extensions += [(0, HelloBytes.serverName("a")), (0, HelloBytes.serverName("b"))]
        }
        failed("two host names") {
            let one = [0] + HelloBytes.vector16([0x61])
            $0.extensions.append((0, HelloBytes.vector16(one + one)))
        }
        failed("an empty list of names") { $0.extensions.append((0, [0, 0])) }
        failed("an empty extension") { $0.extensions.append((0, [])) }
        failed("a name longer than its list") { $0.extensions.append((0, [0, 4, 0, 0, 9, 0x61])) }
        failed("a list shorter than its extension") { $0.extensions.append((0, HelloBytes.serverName("a") + [0])) }
        failed("an empty protocol") { $0.extensions.append((16, [0, 1, 0])) }
        failed("a session id of 33 bytes") { $0.sessionID = Array(repeating: 0, count: 33) }
        failed("no cipher suites") { $0.cipherSuites = [] }
        failed("half a cipher suite") { $0.cipherSuites = [0x13, 0x01, 0x13] }
        failed(HelloBytes.record([]), "an empty record")
        failed(HelloBytes.record([2, 0, 0, 0]), "another handshake message")
        failed(HelloBytes.record([1, 0]) + HelloBytes.record([0], type: 21), "an alert in between")
        failed(HelloBytes.record([1, 0]) + [22, 2], "another version in between")
        failed([22, 3, 1, 0x40, 1], "a record of more than 16 KiB")
        var short = HelloBytes(serverName: "a").message
        short[3] -= 1
        failed(HelloBytes.record(short), "a message one byte too short")
    }

    @Test func whatFollowsIsNotLookedAt() {
        #expect(name(parse(hello + [0xff, 0xff])) == "docker.io")
        var parser = ClientHelloParser()
        hello.withUnsafeBytes { _ = parser.feed($0) }
        [UInt8(0x47)].withUnsafeBytes { _ = parser.feed($0) }
        #expect(name(parser.progress) == "docker.io")
    }

    // MARK: - The corpus of the fuzzer

    private static let corpus: [URL] = {
        let folder = Bundle.module.resourceURL?.appendingPathComponent("Corpus/ClientHello")
        return folder.flatMap {
            try? FileManager.default.contentsOfDirectory(at: $0, includingPropertiesForKeys: nil)
        } ?? []
    }()

    @Test func replaysTheCorpus() throws {
        try #require(Self.corpus.count >= 20)
        for file in Self.corpus {
            let bytes = Array(try Data(contentsOf: file).dropFirst())
            let whole = parse(bytes)
            for step in [1, 2, 5, 256] { #expect(parse(bytes, step: step) == whole, "\(file.lastPathComponent)") }
        }
    }

    /// Recorded from the clients that people use.
    @Test(arguments: [
        ("openssl", "docker.io"), ("openssl-tls12", "docker.io"), ("openssl-no-name", nil),
        ("curl-h2", "registry-1.docker.io"), ("curl-http11", "docker.io"), ("python", "pypi.org"),
        ("node", "registry.npmjs.org"), ("git", "localhost"),
    ])
    func recordedClients(file: String, serverName: String?) throws {
        let url = try #require(Self.corpus.first { $0.lastPathComponent == file })
        guard case .complete(let hello) = parse(Array(try Data(contentsOf: url).dropFirst())) else {
            Issue.record("\(file) is not read")
            return
        }
        #expect(hello.serverName?.lowercased() == serverName)
    }
}
