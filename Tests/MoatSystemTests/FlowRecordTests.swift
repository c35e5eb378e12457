import Foundation
import Glibc
import MoatLab
import MoatModel
import Testing

@testable import MoatLab

extension SystemTests {
    /// What is recorded of flows beside the decisions about them.
    @Suite struct FlowRecordTests {
        private static let flows = ["MoatFlow"]
        private static let tcp = Rules.rule("tcp", [.tcp], "10.0.5.0/24", to: "203.0.113.9", "7")
        private static let udp = Rules.rule("udp", [.udp], "10.0.5.0/24", to: "203.0.113.9", "7")

        /// A lab in which the kernel forgets ended flows within a second, and echoes UDP.
        private static func with(_ body: (SystemLab) throws -> Void) throws {
            try SystemLab.with { topology, _ in
                guard let web = topology.internet.hosts.firstIndex(where: { $0.name == "web" }) else { return }
                topology.internet.hosts[web].services.append(LabService(.udp, 7, .echo))
            } _: { lab throws in
                for name in ["tcp_timeout_time_wait", "tcp_timeout_close", "udp_timeout", "udp_timeout_stream"] {
                    let result = try Command(
                        ["sysctl", "-w", "net.netfilter.nf_conntrack_\(name)=1"], in: lab.host("firewall")
                    ).run()
                    try #require(result.status == 0, "\(result.error)")
                }
                try lab.apply(Rules.group("test", Rules.allow(tcp, udp)))
                try body(lab)
            }
        }

        /// The record of the flow from a port. Listing the live flows makes the kernel look which
        /// have expired, which otherwise it does when it has time.
        private static func ended(_ lab: SystemLab, from port: UInt16) throws -> SystemRecord {
            var found: [SystemRecord] = []
            _ = try Deadline(in: .seconds(15)).wait(every: 200) {
                _ = try lab.moat(["flows"])
                found = try lab.records(of: flows).filter { $0.sourcePort == port }
                return !found.isEmpty
            }
            #expect(found.count == 1)
            let record = try #require(found.first, "no record of the flow from port \(port)")
            #expect(try record.hasTheColumnsOfItsTable, "\(record)")
            return record
        }

        @Test func aFlowIsRecordedAtItsEndWithItsBytes() throws {
            try Self.with { lab throws in
                let text = String(repeating: "x", count: 1000)
                var probe: TCPProbe? = try lab.tcp("app-7", to: "203.0.113.9", 7)
                let port = probe?.sourcePort ?? 0
                for _ in 0..<10 { #expect(probe?.echoes(text) == true) }
                probe = nil
                let record = try Self.ended(lab, from: port)
                #expect(record.rule == "aks-egress/test/allow/tcp")
                #expect(record["Protocol"] == "TCP" && record["CloseReason"] == "Closed")
                #expect(record["SourceIp"] == "10.0.5.7" && record["DestinationIp"] == "203.0.113.9")
                #expect(record["SourceTranslatedIp"] == "198.51.100.10" && record["TranslatedIp"] == "")
                for side in ["Sent", "Received"] {
                    let packets = Int(record["Packets\(side)"]) ?? 0
                    let bytes = Int(record["Bytes\(side)"]) ?? 0
                    // The echoes, and for each packet between 40 and 60 bytes of headers.
                    #expect(packets >= 12 && packets <= 30, "\(record)")
                    #expect(bytes >= 10_000 + 40 * packets && bytes <= 10_000 + 60 * packets, "\(record)")
                }
                #expect(record["StartTime"] <= record["EndTime"] && record["EndTime"] <= record["TimeGenerated"])
                // Connecting and ten echoes take no second; the entry stays one longer.
                #expect(record["EndTime"] < record["TimeGenerated"])
            }
        }

        @Test func translationIsRecorded() throws {
            try Self.with { lab throws in
                var probe: TCPProbe? = try lab.tcp("client", to: "198.51.100.10", 443)
                let port = probe?.sourcePort ?? 0
                #expect(probe?.receive()?.isEmpty == false)
                probe = nil
                let record = try Self.ended(lab, from: port)
                #expect(record["DestinationIp"] == "198.51.100.10" && record["DestinationPort"] == "443")
                #expect(record["TranslatedIp"] == "10.0.4.4" && record["TranslatedPort"] == "443")
                #expect(record["SourceTranslatedIp"] == "")
                let decision = try #require(try lab.records(where: { $0.sourcePort == port }).first)
                #expect(record.rule == decision.rule && decision["Type"] == "AZFWNatRule")
            }
        }

        @Test func silenceEndsUDP() throws {
            try Self.with { lab throws in
                let probe = try lab.udp("app-7", to: "203.0.113.9", 7)
                #expect(probe.echoes("ping"))
                let record = try Self.ended(lab, from: probe.sourcePort)
                #expect(record["CloseReason"] == "Timeout" && record.rule == "aks-egress/test/allow/udp")
                #expect(record["PacketsSent"] == "1" && record["PacketsReceived"] == "1")
                #expect(record["BytesSent"] == "32" && record["BytesReceived"] == "32")
            }
        }

        @Test func aCutFlowSaysThatThePolicyChangedAndStillHasItsRule() throws {
            try Self.with { lab throws in
                let probe = try lab.tcp("app-7", to: "203.0.113.9", 7)
                #expect(probe.echoes())
                try lab.apply(Rules.group("test", Rules.allow(Self.udp)))
                let record = try Self.ended(lab, from: probe.sourcePort)
                #expect(record["CloseReason"] == "PolicyChange")
                #expect(record.rule == "aks-egress/test/allow/tcp")
            }
        }

        @Test func aConnectionOfTheProxyIsRecordedOnce() throws {
            try Self.with { lab throws in
                try lab.apply(Rules.group("sites", priority: 600, Rules.sites("cdn.example")))
                let answer = try lab.curl("http://cdn.example/")
                #expect(answer.status == 200, "\(answer)")
                _ = try lab.records(of: Self.flows) { $0["Fqdn"] == "cdn.example" }
                // The kernel's entries of both legs are gone by then.
                for _ in 0..<10 {
                    usleep(300_000)
                    _ = try lab.moat(["flows"])
                }
                let records = try lab.records(of: Self.flows).filter { $0["DestinationPort"] == "80" }
                #expect(records.count == 1, "\(records)")
                let record = try #require(records.first)
                #expect(try record.hasTheColumnsOfItsTable)
                #expect(record.rule == "aks-egress/sites/sites/sites" && record["CloseReason"] == "Closed")
                #expect(record["TranslatedIp"] == "203.0.113.30" && record["SourceTranslatedIp"] == "198.51.100.10")
                #expect((Int(record["BytesSent"]) ?? 0) > 50 && (Int(record["BytesReceived"]) ?? 0) > 50)
            }
        }

        @Test func packetsOfNoFlowAreTraced() throws {
            try Self.with { lab throws in
                let sender = try PacketSender(in: lab.host("client"))
                let flags: [(UInt8, String)] = [
                    (0x12, "SYN-ACK"), (0x01, "FIN"), (0x11, "FIN-ACK"), (0x04, "RST"), (0x10, "INVALID"),
                    (0x29, "INVALID"),
                ]
                for (index, (flag, _)) in flags.enumerated() {
                    var packet = Packet(
                        source: Rules.address("203.0.113.50"), destination: Rules.address("198.51.100.10"),
                        ipProtocol: .tcp, sourcePort: 50_000 + UInt16(index), destinationPort: 443)
                    packet.tcpFlags = flag
                    try sender.send(packet)
                }
                let records = try lab.records(atLeast: flags.count, of: ["AZFWFlowTrace"]) {
                    (50_000..<50_010).contains($0.sourcePort)
                }.sorted { $0.sourcePort < $1.sourcePort }
                #expect(records.map { $0["Flag"] } == flags.map(\.1))
                for record in records {
                    #expect(try record.hasTheColumnsOfItsTable)
                    #expect(record["SourceIp"] == "203.0.113.50" && record["DestinationIp"] == "198.51.100.10")
                    #expect(record["Action"] == "Deny" && record["DestinationPort"] == "443")
                }
                // A flow that is in order leaves no trace.
                let probe = try lab.tcp("app-7", to: "203.0.113.9", 7)
                #expect(probe.echoes())
                #expect(try lab.records(of: ["AZFWFlowTrace"]).allSatisfy { $0.sourcePort != probe.sourcePort })
            }
        }

        @Test func aFloodOfThemIsBoundedAndCounted() throws {
            try Self.with { lab throws in
                let sender = try PacketSender(in: lab.host("client"))
                var packet = Packet(
                    source: Rules.address("203.0.113.50"), destination: Rules.address("198.51.100.10"),
                    ipProtocol: .tcp, sourcePort: 50_000, destinationPort: 443)
                packet.tcpFlags = 0x10
                let start = ContinuousClock.now
                for _ in 0..<20_000 { try sender.send(packet) }
                let seconds = (ContinuousClock.now - start) / .seconds(1)
                usleep(500_000)
                let traced = try lab.records(of: ["AZFWFlowTrace"]).count
                let losses = try lab.status().gateway.losses
                let over = Int(losses["unexpected packets not traced, over the limit"] ?? 0)
                let lost = Int(losses["unexpected packets not traced, copies lost"] ?? 0)
                print(
                    "unexpected packets: \(traced) of 20000 traced in \(seconds) s, \(over) over the limit, \(lost) lost"
                )
                #expect(Double(traced) <= 501 + 500 * seconds)
                #expect(traced + over + lost == 20_000)
            }
        }

        @Test func flowsThatCarryMuchAreFound() throws {
            try Self.with { lab throws in
                let command = try lab.daemonCommand()
                try lab.killDaemon(lab.status().processIdentifier, with: SIGTERM)
                try lab.restartDaemon(command + ["--fat-flow-interval", "1"])
                let fat = try lab.tcp("app-7", to: "203.0.113.9", 7)
                let thin = try lab.tcp("app-7", to: "203.0.113.9", 7)
                let text = String(repeating: "x", count: 8000)
                var found: [SystemRecord] = []
                let deadline = Deadline(in: .seconds(8))
                while found.isEmpty, !deadline.hasPassed {
                    for _ in 0..<50 {
                        fat.send(text)
                        // It may come in several segments.
                        var received = 0
                        while received < text.utf8.count, let part = fat.receive(within: .seconds(1)), !part.isEmpty {
                            received += part.utf8.count
                        }
                        #expect(received == text.utf8.count)
                    }
                    #expect(thin.echoes())
                    found = try lab.records(of: ["AZFWFatFlow"]).filter { $0.sourcePort == fat.sourcePort }
                }
                let record = try #require(found.first)
                #expect(try record.hasTheColumnsOfItsTable)
                #expect((Double(record["FlowRate"]) ?? 0) >= 1)
                #expect(record["DestinationIp"] == "203.0.113.9" && record["Protocol"] == "TCP")
                #expect(try lab.records(of: ["AZFWFatFlow"]).allSatisfy { $0.sourcePort != thin.sourcePort })
            }
        }

        /// The processor time of one look at all flows, beside which others go on.
        @Test func aLookAtManyFlowsCostsLittle() throws {
            try SystemLab.with { lab throws in
                try lab.apply(Rules.group("test", Rules.allow(Self.udp)))
                let command = try lab.daemonCommand()
                try lab.killDaemon(lab.status().processIdentifier, with: SIGTERM)
                try lab.restartDaemon(command + ["--fat-flow-interval", "1", "--new-flows-per-source", "0"])
                let sender = try PacketSender(in: lab.host("app-7"))
                for port in 1...UInt16(20_000) {
                    try sender.send(
                        Packet(
                            source: Rules.address("10.0.5.7"), destination: Rules.address("203.0.113.9"),
                            ipProtocol: .udp, sourcePort: port + 10_000, destinationPort: 7))
                    if port % 100 == 0 { usleep(10_000) }
                }
                let process = try lab.status().processIdentifier
                // Milliseconds of all threads; beside the looks the daemon has little to do.
                func spent() throws -> Double {
                    try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task").reduce(0) {
                        sum, task in
                        let text = try FileSystem.readText("/proc/\(process)/task/\(task)/schedstat")
                        return sum + (text.split(separator: " ").first.flatMap { Double($0) } ?? 0) / 1e6
                    }
                }
                let before = try spent()
                usleep(5_000_000)
                let each = try (spent() - before) / 5
                let count = try lab.run(
                    ["cat", "/proc/sys/net/netfilter/nf_conntrack_count"], on: "firewall"
                ).output
                let flows = try #require(Int(count.trimmingCharacters(in: .whitespacesAndNewlines)))
                print("a look at \(flows) flows takes \(each) ms of processor time")
                #expect(flows > 10_000)
                #expect(each > 0 && each < 400)
            }
        }

        /// Of the minute that has not ended when the daemon stops, too.
        @Test func decisionsAreCountedByTheMinute() throws {
            try Self.with { lab throws in
                for _ in 0..<3 { #expect(try lab.tcp("app-7", to: "203.0.113.9", 7).echoes()) }
                _ = try lab.failure("app-8", to: "203.0.113.9", 8080)
                let decisions = try lab.records(atLeast: 4) { ["7", "8080"].contains($0["DestinationPort"]) }
                let command = try lab.daemonCommand()
                try lab.killDaemon(lab.status().processIdentifier, with: SIGTERM)
                try lab.restartDaemon(command)
                let counts = try lab.records(of: ["AZFWNetworkRuleAggregation"])
                for record in counts { #expect(try record.hasTheColumnsOfItsTable) }
                func sum(_ port: String) -> Int {
                    counts.filter { $0["DestinationPort"] == port }.reduce(0) {
                        $0 + (Int($1["NetworkRuleCount"]) ?? 0)
                    }
                }
                #expect(sum("7") == 3)
                #expect(sum("8080") == decisions.filter { $0["DestinationPort"] == "8080" }.count)
                for record in counts {
                    let isDefault = record["DestinationPort"] == "8080"
                    #expect(record["IsDefaultRule"] == (isDefault ? "1" : "0"), "\(record)")
                    #expect(record["TimeGenerated"].hasSuffix(":00.000000Z"))
                }
            }
        }
    }
}
