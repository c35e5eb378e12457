import Foundation
import Logging
import MoatLogs
import MoatModel
import MoatPolicy
import Testing

@testable import MoatEgress

/// The proxy says to a client, and to the log, what `evaluate` says of the same request:
/// generated policies, names and ports through real sockets.
@Suite("the proxy agrees with evaluate") struct ProxyAgreesWithEvaluateTests {
    /// Deterministic, so that a failure can be seen again (SplitMix64).
    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var value = state
            value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
            value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
            return value ^ value >> 31
        }
    }

    private enum Request {
        case tls(String?)
        case http(host: String?, port: UInt16?)

        var content: ApplicationRequest.Content {
            switch self {
            case .tls(let name): .tls(serverName: name)
            case .http(let host, let port): .http(host: host, port: port)
            }
        }

        var bytes: [UInt8] {
            switch self {
            case .tls(let name): HelloBytes(serverName: name).records()
            case .http(let host, let port):
                Array(
                    "GET / HTTP/1.1\r\n\(host.map { "Host: \($0)\(port.map { ":\($0)" } ?? "")\r\n" } ?? "")Connection: close\r\n\r\n"
                        .utf8)
            }
        }
    }

    private static let labels = ["a", "b", "cc"]

    private func name(_ random: inout Generator) -> String {
        (0..<Int.random(in: 1...2, using: &random)).map { _ in Self.labels.randomElement(using: &random) ?? "a" }
            .joined(separator: ".")
    }

    private func pattern(_ random: inout Generator) -> String {
        switch Int.random(in: 0..<6, using: &random) {
        case 0: "\"*\""
        case 1: "\"*\(name(&random))\""
        case 2, 3: "\"*.\(name(&random))\""
        default: name(&random)
        }
    }

    private func rules(_ ports: [UInt16], _ random: inout Generator) -> String {
        (0..<Int.random(in: 1...4, using: &random)).map { index in
            let rules = (0..<Int.random(in: 1...3, using: &random)).map { rule in
                let protocols = Set(
                    (0..<Int.random(in: 1...2, using: &random)).map { _ in
                        "{protocolType: \(["Http", "Https"].randomElement(using: &random) ?? "Http"), port: \(ports.randomElement(using: &random) ?? 1)}"
                    }
                ).sorted()
                let source =
                    ["\"*\"", "\"*\"", "127.0.0.0/8", "127.0.0.1", "10.0.0.0/8"].randomElement(using: &random)
                    ?? "\"*\""
                let names = Set((0..<Int.random(in: 1...2, using: &random)).map { _ in pattern(&random) }).sorted()
                return
                    "            - {ruleType: ApplicationRule, name: r\(rule), sourceAddresses: [\(source)], protocols: [\(protocols.joined(separator: ", "))], targetFqdns: [\(names.joined(separator: ", "))]}"
            }
            return """
                    - name: c\(index)
                      priority: \(100 + 10 * index)
                      ruleCollectionType: FirewallPolicyFilterRuleCollection
                      action: {type: \(Int.random(in: 0..<4, using: &random) > 0 ? "Allow" : "Deny")}
                      rules:
                \(rules.joined(separator: "\n"))
                """
        }.joined(separator: "\n")
    }

    private func request(_ port: UInt16, _ random: inout Generator) -> Request {
        var name: String? = name(&random)
        switch Int.random(in: 0..<12, using: &random) {
        case 0: name = nil
        case 1: name = name?.uppercased()
        case 2: name = name.map { "\($0)." }
        case 3: name = "127.0.0.2"
        case 4: name = "a..b"
        default: break
        }
        guard Bool.random(using: &random) else { return .tls(name) }
        let written: UInt16? = [nil, nil, port, port ^ 1].randomElement(using: &random) ?? nil
        return .http(host: name, port: name == nil ? nil : written)
    }

    @Test func agree() throws {
        var random = Generator(state: 3)
        let first = try EgressScene(EgressScene.allow("x.example")) { $0.loops = 1 }
        let second = try EgressProxy(
            EgressConfiguration(isTransparent: false, loops: 1, isForbidden: { _ in false }), inForce: first.inForce,
            resolver: first.resolver, counters: first.counters, logs: first.logs, logger: EgressScene.logger)
        defer { second.stop() }
        let ports = [first.proxy.port, second.port]
        let servers = try ports.map { port in
            try #require(
                LoopbackServer(port: port) { socket in
                    let isTLS = socket.receive()?.first == 22
                    socket.send(isTLS ? "allowed" : "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nallowed")
                })
        }
        var expected: [String] = []
        var allowed = 0
        for _ in 0..<60 {
            let snapshot = try EgressScene.compile(rules(ports, &random), port: 1)
            first.inForce.replace(with: snapshot)
            for _ in 0..<10 {
                let port = ports.randomElement(using: &random) ?? 1
                let request = request(port, &random)
                let client = BlockingSocket.connect(port: port)
                let own = try #require(SocketAddress.reading { getsockname(client.descriptor, $0, $1) }).address
                let flow = Flow(
                    side: .private, source: .v4(own.address), destination: .v4(own.address), ipProtocol: .tcp,
                    sourcePort: own.port, destinationPort: port)
                // The gate hands over nothing that no rule lists the port for.
                let decision = evaluate(
                    ApplicationRequest(flow: flow, content: content(request, flow, snapshot)), snapshot)
                client.send(request.bytes)
                let answer = client.receiveAll().bytes
                let text = String(decoding: answer, as: UTF8.self)
                let description = "\(request) to \(port): \(decision)"
                if decision.verdict == .allow {
                    allowed += 1
                    #expect(text.hasSuffix("allowed"), "\(description)\n\(text)")
                } else if case .tls = request {
                    #expect(answer == TLSAlert.accessDenied.record, "\(description)\n\(text)")
                } else {
                    #expect(text.hasPrefix("HTTP/1.1 470"), "\(description)\n\(text)")
                    let reason = decision.rule.map { "Rule: \($0.rule)." } ?? "Reason: \(decision.reason.logText)."
                    #expect(text.hasSuffix("\(reason)\n"), "\(description)\n\(text)")
                }
                expected.append(
                    "\(own.port) \(decision.verdict == .allow ? "Allow" : "Deny") \(decision.rule?.collection ?? "")/\(decision.rule?.rule ?? "") \(decision.reason.logText)"
                )
            }
        }
        let logged = try first.records(expected.count).map { record in
            "\(record["SourcePort"] ?? "") \(record["Action"] ?? "") \(record["RuleCollection"] ?? "")/\(record["Rule"] ?? "") \(record["ActionReason"] ?? "")"
        }
        #expect(logged.sorted() == expected.sorted())
        #expect(expected.count == 600 && (100..<500).contains(allowed), "\(allowed) of \(expected.count) are allowed")
        withExtendedLifetime(servers) {}
    }

    /// What the proxy takes the request for: where the rules list only the other protocol with
    /// the port, it is that other one that is missed.
    private func content(_ request: Request, _ flow: Flow, _ snapshot: Snapshot) -> ApplicationRequest.Content {
        let http = snapshot.lists(.http, for: flow)
        let https = snapshot.lists(.https, for: flow)
        switch request {
        case .tls where http && !https: return .refused(.notHTTP)
        case .http where !http: return .refused(.notTLS)
        case .tls, .http: return request.content
        }
    }
}
