import Testing

@testable import MoatLab

@Suite struct DNSAnswerTests {
    private let answer = DNSAnswer(
        table: DomainTable([
            LabDomain("docker.io", addresses: [ReferenceLab.address("203.0.113.20")], ttl: 300),
            LabDomain("dual.example", addresses: ["203.0.113.30", "2001:db8::30"].map { ReferenceLab.address($0) }),
            LabDomain("www.docker.io", alias: "docker.io", ttl: 7),
            LabDomain("hidden.example", addresses: [ReferenceLab.address("203.0.113.1")], ech: "AQID"),
            LabDomain("many.example", addresses: (1...60).map { ReferenceLab.address("203.0.113.\($0)") }),
        ]))

    /// A query with id 0x1234 that desires recursion.
    private func query(_ name: String, _ type: UInt16, flags: UInt16 = 0x0100, edns: UInt16? = nil) -> [UInt8] {
        var bytes: [UInt8] = [0x12, 0x34] + DNSRecord.bytes(of: flags) + [0, 1, 0, 0, 0, 0, 0, edns == nil ? 0 : 1]
        bytes += DNSRecord.wireForm(of: name) + DNSRecord.bytes(of: type) + [0, 1]
        if let edns { bytes += [0, 0, 41] + DNSRecord.bytes(of: edns) + [0, 0, 0, 0, 0, 0] }
        return bytes
    }

    private func hex(_ bytes: [UInt8]?) -> String {
        (bytes ?? []).map { format($0) }.joined()
    }

    private func joined(_ parts: String...) -> String {
        parts.joined()
    }

    private func format(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }

    @Test func anAddressIsAnsweredByteForByte() {
        let bytes = answer.bytes(to: query("docker.io", 1), isDatagram: true)
        // id, flags (answer, authoritative, recursion desired and available), counts; question;
        // name by pointer, A, IN, 300 s, four bytes
        #expect(
            hex(bytes)
                == joined(
                    "1234", "8580", "0001000100000000", "06646f636b657202696f0000010001", "c00c", "0001", "0001",
                    "0000012c", "0004", "cb007114"))
    }

    @Test func theQuestionComesBackLetterByLetter() throws {
        let bytes = try #require(answer.bytes(to: query("DoCkEr.Io", 1), isDatagram: true))
        #expect(hex(bytes).contains("06446f436b457202496f00"))
        #expect(bytes[7] == 1)
    }

    @Test func theTypesAreApart() throws {
        let six = try #require(answer.bytes(to: query("dual.example", 28), isDatagram: true))
        #expect(six[7] == 1)
        #expect(hex(six).hasSuffix(joined("0010", "20010db8000000000000000000000030")))
        // The name is there, the type is not: no error, no answer, one SOA record.
        let none = try #require(answer.bytes(to: query("docker.io", 28), isDatagram: true))
        #expect(none[3] & 0xf == 0)
        #expect(Array(none[6..<12]) == [0, 0, 0, 1, 0, 0])
    }

    @Test func anAliasComesWithWhatItLeadsTo() throws {
        let bytes = try #require(answer.bytes(to: query("www.docker.io", 1), isDatagram: true))
        #expect(bytes[7] == 2)
        #expect(
            hex(bytes).hasSuffix(
                joined(
                    "c00c", "00050001", "00000007", "000b", "06646f636b657202696f00", "06646f636b657202696f00",
                    "00010001", "0000012c", "0004", "cb007114")))
    }

    @Test func anHTTPSRecordCarriesECH() throws {
        let bytes = try #require(answer.bytes(to: query("hidden.example", 65), isDatagram: true))
        // priority 1, target '.', alpn (key 1) "h2", "http/1.1", ech (key 5)
        #expect(
            hex(bytes).hasSuffix(
                joined(
                    "c00c", "00410001", "0000003c", "001a", "0001", "00", "0001", "000c", "026832",
                    "08687474702f312e31", "0005", "0003", "010203")))
    }

    @Test func anUnknownNameIsDenied() throws {
        let bytes = try #require(answer.bytes(to: query("example.org", 1), isDatagram: true))
        #expect(bytes[3] == 0x83)
        #expect(Array(bytes[6..<12]) == [0, 0, 0, 1, 0, 0])
    }

    @Test func whatDoesNotFitADatagramIsCutAndComesWholeByTCP() throws {
        let small = try #require(answer.bytes(to: query("many.example", 1), isDatagram: true))
        #expect(small[2] & 0x02 != 0)
        #expect(Array(small[6..<12]) == [0, 0, 0, 0, 0, 0])
        let large = try #require(answer.bytes(to: query("many.example", 1, edns: 1232), isDatagram: true))
        #expect(large[2] & 0x02 == 0)
        #expect(Array(large[6..<12]) == [0, 60, 0, 0, 0, 1])
        let stream = try #require(answer.bytes(to: query("many.example", 1), isDatagram: false))
        #expect(stream[7] == 60)
    }

    @Test func whatIsNoQueryIsRefusedOrIgnored() {
        #expect(answer.bytes(to: [1, 2, 3], isDatagram: true) == nil)
        #expect(answer.bytes(to: query("docker.io", 1, flags: 0x8180), isDatagram: true) == nil)
        // A notification (opcode 4), and a name that ends too early.
        #expect(answer.bytes(to: query("docker.io", 1, flags: 0x2000), isDatagram: true)?[3] == 4)
        #expect(answer.bytes(to: Array(query("docker.io", 1).prefix(16)), isDatagram: true)?[3] == 1)
        var chaos = query("docker.io", 1)
        chaos[chaos.count - 1] = 3
        #expect(answer.bytes(to: chaos, isDatagram: true)?[3] == 5)
    }

    @Test func anyBytesAreSurvived() {
        let valid = query("www.docker.io", 1, edns: 4096)
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            var bytes = Array(valid.prefix(Int.random(in: 0...valid.count, using: &generator)))
            for _ in 0..<3 where !bytes.isEmpty {
                bytes[Int.random(in: bytes.indices, using: &generator)] = .random(in: 0...255, using: &generator)
            }
            _ = answer.bytes(to: bytes, isDatagram: true)
        }
    }
}
