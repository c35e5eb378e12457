import Foundation
import MoatLab
import MoatModel
import Testing

extension SystemTests {
    /// What the egress proxy makes of the names that clients say.
    @Suite struct SiteNamesTests {
        static let noRule = "No rule matched. Proceeding with default action"

        /// docker.io is allowed, and dialled where evil.example is.
        @Test func aForgedSNIOrHostIsConnectedToTheNamesOwnAddress() throws {
            try SystemLab.with { lab throws in
                for (scheme, port) in [("https", 443), ("http", 80)] {
                    let answer = try lab.curl("\(scheme)://docker.io/", "--resolve", "docker.io:\(port):192.0.2.66")
                    #expect(answer.body.hasPrefix("docker.io on registry"), "\(answer)")
                    // An address at which nobody is.
                    let nobody = try lab.curl("\(scheme)://docker.io/", "--resolve", "docker.io:\(port):192.0.2.99")
                    #expect(nobody.body.hasPrefix("docker.io on registry"), "\(nobody)")
                }
            }
        }

        @Test func twoNamesOnOneAddressAreTwoSites() throws {
            try SystemLab.with { lab throws in
                #expect(try lab.curl("https://auth.docker.io/").body.hasPrefix("auth.docker.io on registry"))
                let twin = try lab.curl("https://evil-twin.example/")
                #expect(twin.exit == 35 && twin.error.contains("alert access denied"), "\(twin)")
                // An allowed name opens no door for another one on the same connection.
                let mixed = try lab.run(
                    [
                        "curl", "-sS", "--max-time", "20", "-w", "%{http_code} %{num_connects}\n", "http://docker.io/",
                        "--next", "-sS", "-w", "%{http_code}\n", "-H", "Host: evil-twin.example", "http://docker.io/",
                    ], on: "app-7")
                let lines = mixed.output.split(separator: "\n")
                #expect(lines.first?.hasPrefix("docker.io on registry") == true, "\(mixed)")
                #expect(lines.last?.hasSuffix("470") == true, "\(mixed)")
                let records = try lab.records(atLeast: 2) { $0["Fqdn"] == "evil-twin.example" }
                #expect(records.map { $0["ActionReason"] } == [Self.noRule, Self.noRule])
                #expect(records.map { $0["Protocol"] } == ["HTTPS", "HTTP"])
            }
        }

        /// What is sent to a port that application rules list, and the reason in the log.
        private static let refusals: [(port: UInt16, sent: String, reason: String)] = [
            (80, "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", noRule),
            (80, "GET / HTTP/1.1\r\n\r\n", "Host header was missing"),
            (80, "GET / HTTP/1.1\r\nHost: docker.io\r\nHost: evil.example\r\n\r\n", "More than one Host header"),
            (
                80, "GET / HTTP/1.1\r\nHost: docker.io:8080\r\n\r\n",
                "Port of the Host header is not the destination port"
            ),
            (80, "CONNECT docker.io:443 HTTP/1.1\r\nHost: docker.io:443\r\n\r\n", "CONNECT is not supported"),
            (80, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "HTTP/2 without TLS is not supported"),
            (
                80, "POST / HTTP/1.1\r\nHost: docker.io\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP message length is ambiguous"
            ),
            (80, "SSH-2.0-OpenSSH_9.2\r\n\r\n", "The connection is not HTTP"),
            (443, "GET / HTTP/1.1\r\nHost: docker.io\r\n\r\n", "The connection is not TLS"),
        ]

        @Test func whatIsNotLetThroughIsRefusedWithItsReason() throws {
            try SystemLab.with { lab throws in
                var probes: [UInt16: String] = [:]
                for (port, sent, reason) in Self.refusals {
                    let probe = try lab.tcp("app-7", to: "203.0.113.20", port, within: .seconds(5))
                    probe.send(sent)
                    let answer = probe.receive(within: .seconds(10))
                    if port == 80, reason != "HTTP/2 without TLS is not supported",
                        reason != "The connection is not HTTP"
                    {
                        #expect(answer?.contains(reason) == true, "\(sent): \(answer ?? "closed")")
                    }
                    #expect(answer?.contains("on registry") != true, "\(sent)")
                    probes[probe.sourcePort] = reason
                }
                let records = try lab.records(atLeast: probes.count) { probes[$0.sourcePort] != nil }
                #expect(records.count == probes.count)
                for record in records {
                    #expect(record["Type"] == "AZFWApplicationRule" && record["Action"] == "Deny")
                    #expect(record["ActionReason"] == probes[record.sourcePort] ?? "", "\(record)")
                }
                let noName = try lab.run(
                    ["openssl", "s_client", "-connect", "203.0.113.20:443", "-noservername"], on: "app-7")
                #expect(noName.status != 0 && noName.error.contains("alert access denied"), "\(noName)")
                let missing = try lab.records { $0["ActionReason"] == "SNI TLS extension was missing" }
                #expect(missing.count == 1 && missing.first?["Protocol"] == "HTTPS")
            }
        }

        /// A client that follows a redirect, an alias and a wildcard at once.
        @Test func aliasesAreFollowed() throws {
            try SystemLab.with { lab throws in
                #expect(try lab.curl("https://www.docker.io/").body.hasPrefix("www.docker.io on registry"))
                #expect(try lab.curl("https://a.b.cdn.example/").body.hasPrefix("a.b.cdn.example on cdn"))
                #expect(try lab.curl("https://cdn.example/").exit == 35)
            }
        }

        /// With a rule for it: what it resolves to is inside.
        @Test func aNameThatLeadsInsideIsRefused() throws {
            try SystemLab.with { lab throws in
                try lab.apply(Rules.group("test", priority: 600, Rules.sites("rebind.example")))
                // Not in what clients get to hear.
                let reply = try lab.ask("rebind.example")
                #expect(reply?.addresses == [], "\(String(describing: reply))")
                #expect(try lab.ask("rebind.example", from: "firewall", at: SystemLab.resolver)?.addresses.count == 1)
                // Nor behind the proxy's back: the client knows an address already.
                let answer = try lab.curl("http://rebind.example/", "--resolve", "rebind.example:80:203.0.113.9")
                #expect(answer.status == 502, "\(answer)")
                #expect(answer.body.contains("has the private address 10.0.4.4"), "\(answer)")
                let losses = try lab.status().gateway.losses
                #expect((losses["dns answers refused, private address"] ?? 0) > 0, "\(losses)")
            }
        }
    }
}
