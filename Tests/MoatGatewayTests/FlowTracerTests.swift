import MoatLogs
import MoatModel
import Testing

@testable import MoatGateway
@testable import MoatKernel

struct FlowTracerTests {
    /// 10.0.5.7:4660 -> 203.0.113.9:443 with these flags.
    private func packet(flags: UInt8, ipProtocol: UInt8 = 6) -> [UInt8] {
        [0x45, 0, 0, 40, 0, 1, 0, 0, 64, ipProtocol, 0, 0, 10, 0, 5, 7, 203, 0, 113, 9]
            + [0x12, 0x34, 0x01, 0xbb, 0, 0, 0, 1, 0, 0, 0, 0, 0x50, flags, 0, 0, 0, 0, 0, 0]
    }

    private func trace(_ packet: [UInt8]) -> AZFWFlowTrace? {
        let record = packet.withUnsafeBytes { FlowTracer.record($0, at: LogTimestamp(nanoseconds: 5)) }
        guard case .flowTrace(let trace) = record?.checked else { return nil }
        return trace
    }

    @Test(
        arguments: [
            (0x12, AZFWFlowTrace.Flag.synAck), (0x52, .synAck), (0x01, .fin), (0x11, .finAck), (0x19, .finAck),
            (0x04, .rst),
            (0x14, .rst), (0x10, .invalid), (0x18, .invalid), (0x00, .invalid), (0x29, .invalid), (0x03, .invalid),
            (0x02, .invalid), (0xff, .invalid),
        ] as [(UInt8, AZFWFlowTrace.Flag)])
    func theFlagIsAzures(flags: UInt8, flag: AZFWFlowTrace.Flag) throws {
        let trace = try #require(self.trace(packet(flags: flags)))
        #expect(trace.flag == flag)
        #expect(trace.sourceIp == IPAddress("10.0.5.7") && trace.sourcePort == 4660)
        #expect(trace.destinationIp == IPAddress("203.0.113.9") && trace.destinationPort == 443)
        #expect(trace.action == .deny)
    }

    @Test func whatCannotBeReadMakesNoRecord() {
        #expect(trace([]) == nil)
        #expect(trace(Array(packet(flags: 1).prefix(19))) == nil)
        #expect(trace(packet(flags: 1, ipProtocol: 17)) == nil)
        // Without the flags it is still known whose packet it was.
        #expect(trace(Array(packet(flags: 1).prefix(24)))?.flag == .invalid)
    }
}
