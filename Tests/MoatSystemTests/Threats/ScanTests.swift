import Foundation
import MoatLab
import MoatModel
import Testing

@testable import MoatLab

extension SystemTests {
    /// Scanners and password guessing, by real tools.
    @Suite struct ScanTests {
        private static func threshold(_ count: Int, seconds: Int64) -> FirewallPolicy.Threshold {
            .init(
                count: count, window: DurationText(milliseconds: 60_000),
                duration: DurationText(milliseconds: seconds * 1000))
        }

        @Test func byNmapMakesAnEntryThatExpires() throws {
            try SystemLab.with { lab throws in
                try lab.setThreats(.deny, .init(portScan: Self.threshold(15, seconds: 4)))
                #expect(try lab.failure("attacker", to: "198.51.100.10", 80) == nil)
                let scan = try lab.run(
                    [
                        "nmap", "-sS", "-Pn", "-n", "--max-retries", "0", "--host-timeout", "8s", "-p", "1000-1100",
                        "198.51.100.10",
                    ], on: "attacker")
                #expect(scan.status == 0, "\(scan)")
                #expect(lab.waits(until: true, "moat/scan"))
                #expect(try lab.failure("attacker", to: "198.51.100.10", 80) == .timedOut)
                #expect(try lab.failure("client", to: "198.51.100.10", 80) == nil)
                #expect(try lab.threats("Port scan").first?["SourceIp"] == "192.0.2.66")
                #expect(lab.waits(until: false, "moat/scan", within: .seconds(10)))
                #expect(try lab.failure("attacker", to: "198.51.100.10", 80) == nil)
            }
        }

        @Test func guessingAtAnOpenPortIsCutOff() throws {
            try SystemLab.with { lab throws in
                try lab.setThreats(.deny, .init(bruteForce: Self.threshold(10, seconds: 3)))
                for _ in 0..<11 { _ = try lab.failure("attacker", to: "198.51.100.10", 80) }
                #expect(lab.waits(until: true, "moat/brute-force"))
                #expect(try lab.failure("attacker", to: "198.51.100.10", 80) == .timedOut)
                #expect(try lab.failure("client", to: "198.51.100.10", 80) == nil)
                #expect(try !lab.threats("Brute force") { $0["Action"] == "Deny" }.isEmpty)
                #expect(lab.waits(until: false, "moat/brute-force", within: .seconds(10)))
                #expect(try lab.failure("attacker", to: "198.51.100.10", 80) == nil)
            }
        }

        /// In Alert mode a scanner is recorded and not refused.
        @Test func isOnlyRecordedInAlertMode() throws {
            try SystemLab.with { lab throws in
                try lab.setThreats(.alert, .init(bruteForce: Self.threshold(5, seconds: 60)))
                for _ in 0..<7 { _ = try lab.failure("attacker", to: "198.51.100.10", 80) }
                #expect(lab.waits(until: true, "moat/brute-force"))
                #expect(try lab.failure("attacker", to: "198.51.100.10", 80) == nil)
                #expect(try lab.threats("Brute force").allSatisfy { $0["Action"] == "Alert" })
            }
        }

        private static func flood(_ lab: SystemLab) throws -> (sent: Int, perSecond: Int) {
            let flood = try SynFlood(
                from: lab.host("attacker"), to: "198.51.100.10", ports: Array(1000...60_000), count: 1_000_000)
            flood.wait()
            return flood.stop()
        }

        /// A million sources that do not exist, and one that does.
        @Test func bySpoofedSourcesKeepsMemoryWithinItsBound() throws {
            try SystemLab.with { lab throws in
                // Without the log store, whose memory is bounded by itself and moves by more than this.
                let command = try lab.daemonCommand() + ["--no-log-store"]
                try lab.killDaemon(try lab.status().processIdentifier)
                try lab.restartDaemon(command)
                let pid = try lab.status().processIdentifier
                // The first flood fills what the gate needs for any flood.
                _ = try Self.flood(lab)
                let before = try ProcessSize(of: pid)
                try lab.setThreats(
                    .deny,
                    .init(portScan: Self.threshold(20, seconds: 600), bruteForce: Self.threshold(50, seconds: 600)))
                let (sent, perSecond) = try Self.flood(lab)
                let after = try ProcessSize(of: pid)
                let scanners = try lab.feeds()["moat/scan"]?.entries ?? 0
                print(
                    "spoofed flood: \(sent) sources at \(perSecond) a second; daemon \(before) before, \(after) after; "
                        + "\(scanners) listed")
                // 9 MiB of tables, and what a process that works takes one way or the other.
                #expect(after.resident - before.resident < 100)
                #expect(scanners == 0)
                #expect(try lab.failure("client", to: "198.51.100.10", 80, within: .seconds(2)) == nil)
            }
        }
    }
}
