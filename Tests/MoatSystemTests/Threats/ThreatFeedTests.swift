import Foundation
import MoatLab
import MoatModel
import Testing

@testable import MoatLab

extension SystemTests {
    /// Feeds from a real https server with an authority of its own, while traffic runs.
    @Suite struct ThreatFeedTests {
        private static let stix = """
            {"type": "bundle", "id": "bundle--1", "objects": [{"type": "indicator", "spec_version": "2.1", \
            "id": "indicator--1", "name": "Command and control", "pattern_type": "stix", \
            "pattern": "[domain-name:value = 'evil.example']", "valid_from": "2020-01-01T00:00:00Z"}]}

            """

        private static func write(_ folder: TemporaryFolder) throws {
            try folder.write("# bots\n192.0.2.77\n198.18.0.0/24\n", to: "list.txt")
            try folder.write("0.0.0.0 c2.botmaster.example\n", to: "hosts.txt")
            try folder.write("ip,threat\n203.0.113.9,Exfiltration\n", to: "feed.csv")
            try folder.write(stix, to: "bundle.json")
        }

        private static func feeds(_ lab: SystemLab) -> [Resource] {
            [
                lab.feed("list", "list.txt", .list, category: "Bot Networks"),
                lab.feed("hosts", "hosts.txt", .hosts, category: "Bot Names"),
                lab.feed(
                    "csv", "feed.csv", .csv, csv: .init(indicator: "ip", description: "threat"), category: "Sinks"),
                lab.feed("stix", "bundle.json", .stix, category: "Indicators"),
            ]
        }

        @Test func ofEveryFormatAreReadAndJudgeTrafficInEveryMode() throws {
            let folder = try TemporaryFolder()
            try Self.write(folder)
            try SystemLab.with(feeds: folder) { lab throws in
                // Alert is what the example has: recorded, and the rules decide.
                try lab.apply(
                    Rules.group("test", Rules.allow(Rules.rule("echo", [.tcp], "10.0.5.7", to: "203.0.113.9", "7"))))
                let live = try lab.tcp("app-7", to: "203.0.113.9", 7)
                try lab.apply(Self.feeds(lab))
                for name in ["list", "hosts", "csv", "stix"] { try lab.refresh(name) }
                let feeds = try lab.feeds()
                #expect(["list", "hosts", "csv", "stix"].map { feeds[$0]?.entries } == [2, 1, 1, 1])

                // Alert continues to the rules, also where a network rule allows (Azure masks it).
                #expect(try lab.tcp("app-7", to: "203.0.113.9", 443).receive()?.contains("hello") == true)
                let alerts = try lab.threats("Exfiltration") {
                    $0["DestinationPort"] == "443" && $0["SourceIp"] == "10.0.5.7"
                }
                let alert = try #require(alerts.last)
                #expect(alert["Action"] == "Alert")
                let allowed = try lab.records(of: ["AZFWNetworkRule"]).contains {
                    $0["SourcePort"] == alert["SourcePort"] && $0["Action"] == "Allow"
                }
                #expect(allowed)

                // Deny cuts what is under way and refuses what is new, in both directions.
                #expect(live.echoes("before"))
                try lab.setThreats(.deny)
                #expect(try lab.failure("app-7", to: "203.0.113.9", 443) == .timedOut)
                #expect(!live.echoes("after", within: .milliseconds(500)))
                #expect(try lab.failure("scanner", to: "198.51.100.10", 80) == .timedOut)
                #expect(try lab.failure("client", to: "198.51.100.10", 80) == nil)
                let denied = try lab.threats("Bot Networks") { $0["Action"] == "Deny" }
                #expect(denied.first?["SourceIp"] == "192.0.2.77")
                #expect(denied.first?["DestinationIp"] == "198.51.100.10")

                // Names: asked for, and met by the egress proxy.
                let answer = try lab.run(
                    ["curl", "-s", "--max-time", "5", "http://c2.botmaster.example/"], on: "app-7")
                #expect(answer.status == 6, "\(answer)")
                let page = try lab.run(
                    [
                        "curl", "-s", "--max-time", "5", "--resolve", "evil.example:80:192.0.2.66",
                        "http://evil.example/",
                    ], on: "app-7")
                #expect(page.output.contains("Threat intelligence: Command and control"))
                #expect(try !lab.threats("Bot Names") { $0["Protocol"] == "DNS" }.isEmpty)
                #expect(
                    try lab.threats("Command and control") { $0["Protocol"] == "HTTP" }.first?["Fqdn"]
                        == "evil.example")

                // Off: nothing is recorded and nothing refused.
                try lab.setThreats(.off)
                let before = try lab.records(of: ["AZFWThreatIntel"]).count
                #expect(try lab.tcp("app-7", to: "203.0.113.9", 443).receive()?.contains("hello") == true)
                usleep(500_000)
                #expect(try lab.records(of: ["AZFWThreatIntel"]).count == before)
            }
        }

        @Test func brokenKeepTheLastGoodListAndSayWhy() throws {
            let folder = try TemporaryFolder()
            try Self.write(folder)
            let other = try TemporaryFolder()
            try LabAuthority(now: .now).write(to: "\(other.path)/authority", trust: "\(other.path)/trust")
            try SystemLab.with(feeds: folder) { lab throws in
                try lab.setThreats(.deny)
                // An authority that did not sign the server's certificate.
                try lab.apply(
                    lab.feed(
                        "list", "list.txt", .list, category: "Bot Networks",
                        authority: "\(other.path)/trust/ca-certificates.crt"))
                try lab.refresh("list", expect: 1)
                #expect(try lab.feeds()["list"]?.error?.contains("certificate is not trusted") == true)
                #expect(try lab.failure("scanner", to: "198.51.100.10", 80) == nil)

                try lab.apply(lab.feed("list", "list.txt", .list, category: "Bot Networks"))
                try lab.refresh("list")
                #expect(try lab.feeds()["list"]?.error == nil)
                #expect(try lab.failure("scanner", to: "198.51.100.10", 80) == .timedOut)

                let broken: [(body: String, reason: String)] = [
                    ("<!DOCTYPE html><html><body>Sign in</body></html>\n", "HTML"),
                    ("192.0.2.77\n10.0.0.0/8\n", "10.0.0.0/8"),
                    ("192.0.2.77\n0.0.0.0/0\n", "0.0.0.0/0"),
                    ("", "empty"),
                ]
                for (body, reason) in broken {
                    try folder.write(body, to: "list.txt")
                    try lab.refresh("list", expect: 1)
                    let feed = try lab.feeds()["list"]
                    #expect(feed?.error?.contains(reason) == true, "\(reason): \(feed?.error ?? "no error")")
                    #expect(feed?.entries == 2)
                    #expect(try lab.failure("scanner", to: "198.51.100.10", 80) == .timedOut)
                }
                #expect(try (lab.feeds()["list"]?.failures ?? 0) >= 5)
                try FileManager.default.removeItem(atPath: "\(folder.path)/list.txt")
                try lab.refresh("list", expect: 1)
                #expect(try lab.feeds()["list"]?.error?.contains("404") == true)

                // Repaired; then grown by more than half, which waits for someone's word.
                try folder.write("192.0.2.77\n198.18.0.0/24\n", to: "list.txt")
                try lab.refresh("list")
                #expect(try lab.feeds()["list"]?.error == nil)
                let many = (1...50).map { "192.0.2.\(100 + $0)" }.joined(separator: "\n") + "\n203.0.113.50\n"
                try folder.write(many, to: "list.txt")
                try lab.refresh("list")
                #expect(try lab.feeds()["list"]?.heldBack == "grew from 2 to 51 entries")
                #expect(try lab.failure("client", to: "198.51.100.10", 80) == nil)
                try lab.moat(["threat", "confirm", "list"])
                #expect(try lab.failure("client", to: "198.51.100.10", 80) == .timedOut)
                #expect(try lab.failure("scanner", to: "198.51.100.10", 80) == nil)

                // After a restart the list judges at once, without a fetch.
                try folder.write("<html>\n", to: "list.txt")
                let command = try lab.daemonCommand()
                try lab.killDaemon(try lab.status().processIdentifier)
                try lab.restartDaemon(command)
                #expect(try lab.failure("client", to: "198.51.100.10", 80) == .timedOut)
                #expect(try lab.feeds()["list"]?.entries == 51)
            }
        }
    }
}
