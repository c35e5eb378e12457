import AsyncHTTPClient
import Foundation
import MoatKubernetes
import NIOHTTP1
import Testing

@testable import MoatIngress

/// What each Ingress says of the firewall, through a real nginx with one set of rules for all.
@Suite(.enabled(if: NginxProcess.isInstalled, Comment(rawValue: NginxProcess.missing)))
struct WAFTests {
    private static let attack = "/?id=1%20UNION%20SELECT%20a,b%20FROM%20users--"
    /// Too many signs for the higher levels of paranoia, and nothing to the lowest.
    private static let suspicious = "/?q=a-b-c-d-e-f-g-h-i-j-k-l-m-n"

    private func objects(_ backend: NamedBackend) -> IngressObjects {
        func ingress(_ name: String, _ annotations: [String: String]) -> Ingress {
            Ingress(name, annotations: annotations, [IngressRule("\(name).test", .prefix("/", "app"))])
        }
        return IngressObjects(
            [
                ingress("off", ["moat.dev/waf": "off"]),
                ingress("silent", [:]),
                ingress("detect", ["moat.dev/waf": "detect"]),
                ingress("block", ["moat.dev/waf": "block"]),
                ingress("strict", ["moat.dev/waf": "block", "moat.dev/waf-paranoia": "4"]),
                ingress("broken", ["moat.dev/waf": "on"]),
            ], backends: [backend])
    }

    private func get(_ cluster: ServedCluster, _ host: String, _ target: String, _ headers: [(String, String)] = [])
        async throws -> RawResponse
    {
        try await cluster.client().request(
            "GET", target, host: host, headers: SampleRequest(target: target, headers: headers).allHeaders)
    }

    @Test func eachIngressHasItsOwnMode() async throws {
        try await ServedCluster.serve(objects(try await NamedBackend.start("app"))) { cluster async throws in
            #expect(cluster.plan.problems.map(\.object.name) == ["broken"])
            for (host, target, status) in [
                ("off.test", Self.attack, 200), ("silent.test", Self.attack, 200), ("detect.test", Self.attack, 200),
                ("block.test", Self.attack, 403), ("strict.test", Self.attack, 403), ("block.test", "/", 200),
                ("strict.test", "/", 200), ("block.test", Self.suspicious, 200), ("strict.test", Self.suspicious, 403),
                // Who cannot say what is to be looked at is not served.
                ("broken.test", "/", 503),
            ] {
                #expect(try await get(cluster, host, target).status == status, "\(host)\(target)")
            }
            let blocked = try await get(cluster, "block.test", Self.attack)
            #expect(blocked.body.hasPrefix("403 Forbidden, request "))
            let id = try #require(blocked.body.split(separator: " ").last?.trimmingCharacters(in: .newlines))
            #expect(id.utf8.count == 32)

            try await cluster.process.stop()
            let lines = try AuditLine.read(cluster.process.text(of: "waf.log"))
            let hosts = lines.map { $0.transaction.unique_id.split(separator: ":").last.map(String.init) ?? "" }
            #expect(!hosts.contains { ["off.test", "silent.test", "broken.test"].contains($0) })
            #expect(hosts.contains("detect.test"))
            let line = try #require(lines.first { $0.transaction.unique_id.contains(id) })
            #expect(line.transaction.unique_id.hasPrefix("block-1-"))
            #expect(line.transaction.unique_id.hasSuffix(":default/block:\(id):block.test"))
        }
    }

    /// Nothing that a client sends changes what the firewall does.
    @Test func clientsCannotChangeTheMode() async throws {
        try await ServedCluster.serve(objects(try await NamedBackend.start("app"))) { cluster async throws in
            for headers in [
                [("X-Request-ID", "detect-1-0:default/detect:0:x")], [("X-Request-Id", "off")],
                [("Unique-Id", "detect-1-0")], [("Unique_Id", "detect-1-0")], [("X-Moat-WAF", "off")],
                [("Moat-Upstream", "x")], [("Cookie", "UNIQUE_ID=detect-1-0; moat_waf=off")],
            ] {
                #expect(try await get(cluster, "block.test", Self.attack, headers).status == 403, "\(headers)")
            }
            for target in [
                Self.attack + "&UNIQUE_ID=detect-1-0", Self.attack + "&tx.paranoia_level=0",
                Self.attack + "#detect-1-0", "//detect-1-0/" + Self.attack,
            ] {
                #expect(try await get(cluster, "block.test", target).status == 403, "\(target)")
            }
            // What a host's name looks like is the client's affair on hosts with wildcards and on the default one.
            for host in ["detect-1-0.test", "detect-1-0:x", "block.test.", "BLOCK.test:8080"] {
                let answer = try await get(cluster, host, Self.attack)
                #expect([400, 403, 404].contains(answer.status), "\(host): \(answer.status)")
            }
        }
    }

    /// Neither HTTP/2 nor a body that comes in chunks is a way around it.
    @Test func bodiesAreLookedAtHoweverTheyCome() async throws {
        try await ServedCluster.serve(objects(try await NamedBackend.start("app"))) { cluster async throws in
            let form = "application/x-www-form-urlencoded"
            let body = "q=1' UNION SELECT a,b FROM users--"
            for (host, status) in [("block.test", 403), ("detect.test", 200)] {
                let (answer, _) = try await cluster.postByHTTP2(
                    "/", host: host, headers: ["content-type": form, "user-agent": "test", "accept": "*/*"],
                    body: Array(body.utf8))
                #expect(answer.version == .http2)
                #expect(Int(answer.status.code) == status, "\(host)")
                let head =
                    "POST / HTTP/1.1\r\nHost: \(host)\r\nUser-Agent: test\r\nAccept: */*\r\nContent-Type: \(form)\r\n"
                let chunks = body.map { "1\r\n\($0)\r\n" }.joined() + "0\r\n\r\n"
                let chunked = try await cluster.client().send(
                    Array("\(head)Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n\(chunks)".utf8))
                #expect(try RawResponse(chunked.bytes, certificate: nil).status == status, "\(host)")
            }
        }
    }

    @Test func rulesAreExcludedForOneIngressAlone() async throws {
        let backend = try await NamedBackend.start("app")
        let plain = Ingress(
            "plain", annotations: ["moat.dev/waf": "block"], [IngressRule("plain.test", .prefix("/", "app"))])
        func excluding(_ ids: String) -> Ingress {
            Ingress(
                "lenient", annotations: ["moat.dev/waf": "block", "moat.dev/waf-exclude": ids],
                [IngressRule("lenient.test", .prefix("/", "app"))])
        }
        try await ServedCluster.serve(IngressObjects([plain, excluding("920350")], backends: [backend])) {
            cluster async throws in
            #expect(try await get(cluster, "lenient.test", Self.attack).status == 403)
            let first = try AuditLine.read(cluster.process.text(of: "waf.log"))
            let found = Set(first.flatMap { $0.transaction.messages.map(\.details.ruleId) }).filter { $0 < "949" }
            #expect(!found.isEmpty)
            try await cluster.change(
                IngressObjects([plain, excluding(found.sorted().joined(separator: ","))], backends: [backend]))
            #expect(try await get(cluster, "lenient.test", Self.attack).status == 200)
            #expect(try await get(cluster, "plain.test", Self.attack).status == 403)
        }
    }
}
