import Testing

@testable import MoatKernel

struct NamedCountersTests {
    /// nfgenmsg, NFTA_OBJ_TABLE "moat", NFTA_OBJ_NAME "invalid", NFTA_OBJ_TYPE counter,
    /// NFTA_OBJ_DATA with NFTA_COUNTER_BYTES 120 and NFTA_COUNTER_PACKETS 3.
    private let wire: [UInt8] =
        [1, 0, 0, 5]
        + [9, 0, 1, 0] + Array("moat".utf8) + [0, 0, 0, 0]
        + [12, 0, 2, 0] + Array("invalid".utf8) + [0]
        + [8, 0, 3, 0, 0, 0, 0, 1]
        + [28, 0, 4, 0x80, 12, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 120, 12, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 3]

    private func counter(_ bytes: [UInt8], table: String = "moat") -> (name: String, packets: UInt64)? {
        bytes.withUnsafeBytes { buffer in
            let message = NetlinkMessages.Message(type: 0xa12, flags: 0, sequence: 1, port: 0, payload: buffer)
            return NamedCounters.counter(message, table: table)
        }
    }

    @Test func reads() {
        let counter = counter(wire)
        #expect(counter?.name == "invalid")
        #expect(counter?.packets == 3)
    }

    @Test func thoseOfOtherTablesAreNotTaken() {
        #expect(counter(wire, table: "other") == nil)
    }

    @Test func aCutMessageIsNoCounter() {
        for length in 0..<wire.count { _ = counter(Array(wire.prefix(length))) }
        #expect(counter(Array(wire.prefix(30))) == nil)
    }

    @Test func aTableThatIsNotThereHasNone() throws {
        #expect(try NamedCounters().packets(table: "moat-is-not-here").isEmpty)
    }
}
