import Foundation
import MoatGateway
import MoatModel
import MoatServer
import Testing

@testable import moat

@Suite struct RenderingTests {
    private let now = Date(timeIntervalSince1970: 1_800_000_000)

    private func change(_ resources: ChangeSummary.Count, _ rules: ChangeSummary.Count) -> ChangeSummary {
        ChangeSummary(resources: resources, rules: rules)
    }

    @Test func appliedWithConfirmation() {
        let report = ApplyReport(
            version: 42, previous: 41,
            summary: change(.init(added: 1, changed: 1), .init(added: 2, changed: 1)),
            changes: [
                ResourceChange(kind: .ipGroup, name: "offices", change: .added),
                ResourceChange(
                    kind: .ruleCollectionGroup, name: "egress/team", change: .changed,
                    rules: [
                        RuleChange(collection: "web", rule: "docker", change: .added),
                        RuleChange(collection: "web", rule: "ghcr", change: .added),
                        RuleChange(collection: "web", rule: "https", change: .changed),
                    ], ruleCount: 3),
            ],
            outcome: ApplyOutcome(inForceMilliseconds: 2, flowsJudged: 10, flowsCut: 3), inForceMilliseconds: 6.2,
            confirmWithin: 60)
        #expect(
            ApplySummary(report: report).text == """
                version 42   +2 rules  ~1 rule  -0            in force after 6 ms, 3 live flows cut
                  + IPGroup offices
                  ~ RuleCollectionGroup egress/team   +web/docker  +web/ghcr  ~web/https
                Confirm within 1 min with `moat confirm`, or version 41 comes back.
                """)
    }

    @Test func appliedResourcesOnly() {
        let report = ApplyReport(
            version: 2, previous: 1, summary: change(.init(removed: 1), .init()),
            changes: [ResourceChange(kind: .ipGroup, name: "offices", change: .removed)],
            outcome: ApplyOutcome(inForceMilliseconds: 0.2, flowsJudged: 0, flowsCut: 0), inForceMilliseconds: 0.42,
            notice: "Firewall edge is not defined yet; everything is denied.")
        #expect(
            ApplySummary(report: report).text == """
                version 2   +0  ~0  -1 resource               in force after 0.4 ms, no live flow cut
                  - IPGroup offices
                Firewall edge is not defined yet; everything is denied.
                """)
    }

    @Test func dryRun() {
        let report = ApplyReport(
            version: 2, previous: 1, dryRun: true, summary: change(.init(added: 1), .init(added: 1500)),
            changes: [ResourceChange(kind: .ruleCollectionGroup, name: "egress/team", change: .added, ruleCount: 1500)])
        #expect(
            ApplySummary(report: report).text == """
                would become version 2   +1,500 rules  ~0  -0
                  + RuleCollectionGroup egress/team   1,500 rules
                Nothing was applied; version 1 stays in force.
                """)
    }

    @Test func nothingToChange() {
        #expect(
            ApplySummary(report: ApplyReport(version: 41, previous: 41)).text
                == "Nothing to change; version 41 stays in force.")
    }

    @Test func longListsAreCutShort() {
        let rules = (1...100).map { RuleChange(collection: "c", rule: "r\($0)", change: .changed) }
        let changes =
            [
                ResourceChange(
                    kind: .ruleCollectionGroup, name: "p/g", change: .changed, rules: rules, ruleCount: 4000)
            ] + (1...24).map { ResourceChange(kind: .ipGroup, name: "g\($0)", change: .added) }
        let report = ApplyReport(
            version: 2, previous: 1, summary: change(.init(), .init(changed: 4000)), changes: changes)
        let lines = ApplySummary(report: report).text.split(separator: "\n")
        #expect(lines.count == 22)
        #expect(
            lines[1]
                == "  ~ RuleCollectionGroup p/g   ~c/r1  ~c/r2  ~c/r3  ~c/r4  ~c/r5  ~c/r6  and 3,994 more")
        #expect(lines.last == "    and 5 more resources")
    }

    @Test func rules() {
        let rows = [
            RuleRow(
                position: 1, tier: "dnat", policy: "p", group: "edge", collection: "inbound", rule: "web", number: 16,
                match: "* -> 198.51.100.10:80,443/tcp", verdict: "10.0.4.4", hits: 812,
                lastHit: now.addingTimeInterval(-2)),
            RuleRow(
                position: 2, tier: "network", policy: "p", group: "net", collection: "time", rule: "ntp", number: 17,
                match: "10.0.0.0/16 -> *:123/udp", verdict: "allow", hits: 4120, lastHit: now),
            RuleRow(position: nil, tier: "default", number: 1, match: "everything else", verdict: "deny"),
        ]
        #expect(
            RulesTable(rows: rows, now: now).text == """
                #  tier     group/collection/rule  match                          verdict    hits  last
                1  dnat     edge/inbound/web       * -> 198.51.100.10:80,443/tcp  10.0.4.4    812   2 s
                2  network  net/time/ntp           10.0.0.0/16 -> *:123/udp       allow     4,120   now
                   default                         everything else                deny          0
                """)
    }

    @Test func flows() {
        let rows = [
            FlowRow(
                protocol: "TCP", source: "203.0.113.7", sourcePort: 50522, destination: "198.51.100.10",
                destinationPort: 80, side: "public", translatedDestination: "10.0.4.4:80", rule: "p/edge/inbound/web",
                ruleNumber: 16, bytesSent: 812, bytesReceived: 34_000_000, age: 65),
            FlowRow(
                protocol: "TCP", source: "2001:db8::7", sourcePort: 41022, destination: "2001:db8::9",
                destinationPort: 443, side: "private", rule: nil, ruleNumber: 23, bytesSent: 0, bytesReceived: 1),
            FlowRow(
                protocol: "ICMP", source: "10.0.5.7", sourcePort: 0, destination: "10.0.6.1", destinationPort: 0,
                side: "private", rule: "p/net/ops/ping", ruleNumber: 18),
        ]
        #expect(
            FlowsTable(rows: rows).text == """
                flow                                          translated      rule                 sent  received        age
                203.0.113.7:50522 -> 198.51.100.10:80/tcp     to 10.0.4.4:80  p/edge/inbound/web  812 B     34 MB  1 min 5 s
                [2001:db8::7]:41022 -> [2001:db8::9]:443/tcp                  (rule 23, gone)       0 B       1 B
                10.0.5.7 -> 10.0.6.1 icmp                                     p/net/ops/ping        0 B       0 B
                """)
        #expect(FlowsTable(rows: []).text == "No live flows.")
    }

    @Test func history() throws {
        let versions = [
            StateVersion(
                number: 42, time: now, by: "root", comment: "rollback to 40",
                summary: change(.init(changed: 1), .init(removed: 1200))),
            StateVersion(
                number: 9, time: now.addingTimeInterval(-86_400), by: "ada", comment: "apply",
                summary: change(.init(added: 5), .init(added: 2))),
        ]
        #expect(
            HistoryTable(versions: versions, timeZone: try #require(TimeZone(identifier: "UTC"))).text == """
                version  time                 by    what            resources  rules
                     42  2027-01-15 08:00:00  root  rollback to 40  +0 ~1 -0   +0 ~0 -1,200
                      9  2027-01-14 08:00:00  ada   apply           +5 ~0 -0   +2 ~0 -0
                """)
    }

    @Test func status() throws {
        var report = StatusReport(
            firewall: "edge", isDefined: true, policy: "egress", version: 42, since: now.addingTimeInterval(-5),
            pending: PendingConfirmation(version: 42, previous: 41, deadline: now.addingTimeInterval(38)),
            rules: 10_000,
            resources: ["IPGroup": 2, "Firewall": 1],
            gateway: DataPlaneStatus(
                queueRule: "nftables", publicInterface: "eth0", privateInterface: "eth1", queuesPerSide: 2,
                judged: 12_345, losses: ["queue overflow, public side": 12, "log records dropped": 0]),
            startedAt: now.addingTimeInterval(-12_000), processIdentifier: 123, notice: nil)
        report.gateway.proxiedConnections = 1234
        report.gateway.names = NameServiceStatus(
            listening: ["10.0.3.4:53"],
            servers: [
                .init(address: "203.0.113.53:53", isHealthy: true, answered: 7, failed: 0, lastError: nil),
                .init(address: "203.0.113.54:53", isHealthy: false, answered: 0, failed: 3, lastError: "no answer"),
            ], ownServers: [], learnedNames: 2, learnedAddresses: 5, queries: 1200, answeredFromCache: 1000,
            cacheEntries: 40)
        #expect(
            StatusText(report: report, now: now, timeZone: try #require(TimeZone(identifier: "UTC"))).text == """
                firewall edge   policy egress, version 42, in force since 2027-01-15 07:59:55
                  rules        10,000
                  resources    1 Firewall, 2 IPGroup
                  interfaces   public eth0, private eth1
                  queues       2 per side, by nftables
                  judged       12,345 packets
                  proxied      1,234 connections
                  dns          answers at 10.0.3.4:53; asks 203.0.113.53:53, 203.0.113.54:53 (no answer)
                  names        5 addresses of 2 names in network rules; 1,200 queries, 1,000 from the cache
                  lost         12 queue overflow, public side
                  daemon       process 123, up 3 h 20 min
                Version 42 waits for `moat confirm`; in 38 s version 41 comes back.
                """)
    }

    @Test func issuesOfTheDaemonReadLikeThoseOfAFile() {
        let issue = ManifestIssue(
            position: SourcePosition(file: "policy/egress.yaml", line: 41, column: 21),
            object: "RuleCollectionGroup team",
            message: "destinationPorts: '53-5' ends before it starts", hint: "write 5-53, or 53 alone")
        let failure = ErrorText.failure(
            APIError(.invalid, "1 error. Nothing was applied; version 41 stays in force.", issues: [issue]))
        #expect(failure.code == .refused)
        #expect(
            failure.description == """
                policy/egress.yaml:41:21  RuleCollectionGroup team: destinationPorts: '53-5' ends before it starts
                                          write 5-53, or 53 alone
                1 error. Nothing was applied; version 41 stays in force.
                """)
        #expect(ErrorText.failure(APIError(.dataPlane, "no")).code == .cannot)
    }

    @Test func logLines() throws {
        let utc = try #require(TimeZone(identifier: "UTC"))
        let network =
            #"{"TimeGenerated":"2027-01-15T08:00:00.250000Z","Protocol":"TCP","SourceIp":"10.0.5.7","SourcePort":41022,"DestinationIp":"203.0.113.9","DestinationPort":22,"Action":"Deny","Policy":"","RuleCollectionGroup":"","RuleCollection":"","Rule":"","ActionReason":"Default Action"}"#
        #expect(
            LogLineText(line: Data(network.utf8), timeZone: utc).text(.table)
                == "08:00:00.250  Deny   10.0.5.7:41022 -> 203.0.113.9:22/tcp  Default Action")
        let nat =
            #"{"TimeGenerated":"2027-01-15T08:00:00Z","Protocol":"TCP","SourceIp":"203.0.113.7","SourcePort":50522,"DestinationIp":"198.51.100.10","DestinationPort":80,"TranslatedIp":"10.0.4.4","TranslatedPort":80,"Policy":"p","RuleCollectionGroup":"edge","RuleCollection":"inbound","Rule":"web"}"#
        #expect(
            LogLineText(line: Data(nat.utf8), timeZone: utc).text(.table)
                == "08:00:00.000  DNAT   203.0.113.7:50522 -> 198.51.100.10:80/tcp => 10.0.4.4:80  p/edge/inbound/web")
        let https =
            #"{"TimeGenerated":"2026-11-23T21:04:36.123456Z","Protocol":"HTTPS","SourceIp":"10.0.5.7","SourcePort":40000,"DestinationPort":443,"Fqdn":"docker.io","TargetUrl":"","Action":"Allow","Policy":"p","RuleCollectionGroup":"g","RuleCollection":"c","Rule":"r","ActionReason":""}"#
        #expect(
            LogLineText(line: Data(https.utf8), timeZone: utc).text(.table)
                == "21:04:36.123  Allow  10.0.5.7:40000 -> docker.io:443/https  p/g/c/r")
        let http =
            #"{"TimeGenerated":"2026-11-23T21:04:36.123456Z","Protocol":"HTTP","SourceIp":"10.0.5.7","SourcePort":40000,"DestinationPort":80,"Fqdn":"a.example","TargetUrl":"a.example/x?y","Action":"Deny","Policy":"","RuleCollectionGroup":"","RuleCollection":"","Rule":"","ActionReason":"No rule matched. Proceeding with default action"}"#
        #expect(
            LogLineText(line: Data(http.utf8), timeZone: utc).text(.table)
                == "21:04:36.123  Deny   10.0.5.7:40000 -> http://a.example/x?y  No rule matched. Proceeding with default action"
        )
        let query =
            #"{"TimeGenerated":"2026-11-23T21:04:36.123456Z","SourceIp":"10.0.5.7","SourcePort":40000,"QueryType":"A","QueryName":"docker.io.","Protocol":"udp","ResponseCode":"NOERROR","RequestDurationSecs":0.0042,"ErrorNumber":0,"ErrorMessage":""}"#
        #expect(
            LogLineText(line: Data(query.utf8), timeZone: utc).text(.table)
                == "21:04:36.123  DNS    10.0.5.7:40000 A docker.io.  NOERROR, 4.2 ms")
        let failure =
            #"{"TimeGenerated":"2026-11-23T21:04:36.123456Z","Fqdn":"ntp.example","ServerIp":"","ServerPort":53,"Policy":"p","RuleCollectionGroup":"g","RuleCollection":"c","Rule":"r","Error":"NXDOMAIN"}"#
        #expect(
            LogLineText(line: Data(failure.utf8), timeZone: utc).text(.table)
                == "21:04:36.123  Fail   ntp.example cannot be resolved  p/g/c/r  NXDOMAIN")
        #expect(LogLineText(line: Data(nat.utf8), timeZone: utc).text(.json) == nat)
        #expect(LogLineText(line: Data()).text(.table) == nil)
    }

    @Test func logLinesOfFlows() throws {
        let utc = try #require(TimeZone(identifier: "UTC"))
        let end =
            #"{"TimeGenerated":"2027-01-15T08:00:00Z","Protocol":"TCP","SourceIp":"10.0.5.7","SourcePort":40000,"DestinationIp":"203.0.113.1","DestinationPort":443,"TranslatedIp":"203.0.113.20","TranslatedPort":443,"Fqdn":"docker.io","Policy":"p","RuleCollectionGroup":"g","RuleCollection":"c","Rule":"r","BytesSent":1000,"BytesReceived":9000000,"CloseReason":"Closed"}"#
        #expect(
            LogLineText(line: Data(end.utf8), timeZone: utc).text(.table)
                == "08:00:00.000  End    10.0.5.7:40000 -> 203.0.113.1:443/tcp => 203.0.113.20:443 docker.io 9.0 MB, Closed  p/g/c/r"
        )
        let trace =
            #"{"TimeGenerated":"2027-01-15T08:00:00Z","Protocol":"TCP","SourceIp":"10.0.5.7","SourcePort":40000,"DestinationIp":"203.0.113.1","DestinationPort":443,"Action":"Deny","ActionReason":"Packet is not part of a known flow","Flag":"SYN-ACK"}"#
        #expect(
            LogLineText(line: Data(trace.utf8), timeZone: utc).text(.table)
                == "08:00:00.000  Deny   10.0.5.7:40000 -> 203.0.113.1:443/tcp SYN-ACK  Packet is not part of a known flow"
        )
        let fat =
            #"{"TimeGenerated":"2027-01-15T08:00:00Z","Protocol":"UDP","SourceIp":"10.0.5.7","SourcePort":40000,"DestinationIp":"203.0.113.1","DestinationPort":443,"FlowRate":94.25}"#
        #expect(
            LogLineText(line: Data(fat.utf8), timeZone: utc).text(.table)
                == "08:00:00.000  Fat    10.0.5.7:40000 -> 203.0.113.1:443/udp 94.2 Mbit/s")
        let count =
            #"{"TimeGenerated":"2027-01-15T08:00:00Z","Protocol":"TCP","SourceIp":"10.0.5.7","DestinationIp":"203.0.113.1","DestinationPort":443,"Action":"Deny","ActionReason":"Default Action","Policy":"","RuleCollectionGroup":"","RuleCollection":"","Rule":"","IsDefaultRule":true,"NetworkRuleCount":12}"#
        #expect(
            LogLineText(line: Data(count.utf8), timeZone: utc).text(.table)
                == "08:00:00.000  Deny   10.0.5.7 -> 203.0.113.1:443/tcp 12 times  Default Action")
    }
}
