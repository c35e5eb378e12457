import Foundation
import MoatLab

extension DemoStory {
    /// Application rules: sites by their names.
    static let sites: [DemoStep] = [
        DemoStep(
            title: "Sites: an allowed one over HTTPS",
            sent: "app-7: curl https://docker.io/",
            expected: "the registry's page, with its own certificate, by apps/sites/docker"
        ) { scene in
            try page(
                scene, "https://docker.io/", of: "docker.io on registry for 198.51.100.10", by: "apps/sites/docker")
        },
        DemoStep(
            title: "Sites: an allowed one over HTTP, which learns who asked",
            sent: "app-7: curl http://docker.io/headers",
            expected: "the request as the site saw it, with X-Forwarded-For: 10.0.5.7, by apps/sites/docker"
        ) { scene in
            let start = Date()
            let answer = try scene.curl("http://docker.io/headers", from: "app-7")
            let record = try scene.record(since: start) { $0.isRequest(from: "10.0.5.7", for: "docker.io", port: 80) }
            let header = answer.body.split(separator: "\n").first { $0.lowercased().hasPrefix("x-forwarded-for:") }
            return DemoObservation(
                observed: "\(answer.status) \(header ?? "no X-Forwarded-For")", log: record?.line ?? "",
                ok: answer.status == 200 && header?.hasSuffix(" 10.0.5.7") == true && record?["Action"] == "Allow"
                    && record?.rule == "apps/sites/docker")
        },
        DemoStep(
            title: "Sites: a denied one over HTTP says why",
            sent: "app-7: curl http://evil.example/", expected: "status 470 with the reason; denied by default"
        ) { scene in
            let start = Date()
            let answer = try scene.curl("http://evil.example/", from: "app-7")
            let record = try scene.record(since: start) {
                $0.isRequest(from: "10.0.5.7", for: "evil.example", port: 80)
            }
            return DemoObservation(
                observed: answer.text, log: record?.line ?? "",
                ok: answer.status == 470 && answer.body == "Action: Deny. Reason: \(noRuleMatched)."
                    && record?["Action"] == "Deny" && record?["ActionReason"] == noRuleMatched)
        },
        DemoStep(
            title: "Sites: a denied one over TLS is refused in its own language",
            sent: "app-7: curl https://evil.example/", expected: "the alert 'access denied'; denied by default"
        ) { scene in
            try refused(scene, "evil.example")
        },
        DemoStep(
            title: "Sites: a wildcard stands for what is below it, and not for itself",
            sent: "app-7: curl https://a.b.cdn.example/, then https://cdn.example/",
            expected: "the first answers by apps/sites/cdn, the second is refused"
        ) { scene in
            let below = try page(
                scene, "https://a.b.cdn.example/", of: "a.b.cdn.example on cdn for 198.51.100.10", by: "apps/sites/cdn")
            let itself = try refused(scene, "cdn.example")
            return DemoObservation(
                observed: "\(below.observed); \(itself.observed)", log: itself.log, ok: below.ok && itself.ok)
        },
        DemoStep(
            title: "Sites: a tag stands for all that AKS needs",
            sent: "app-7: curl https://mcr.microsoft.com/", expected: "allowed by apps/sites/aks, a rule with a tag"
        ) { scene in
            try page(
                scene, "https://mcr.microsoft.com/", of: "mcr.microsoft.com on microsoft for 198.51.100.10",
                by: "apps/sites/aks")
        },
        DemoStep(
            title: "Sites: a forged name buys nothing",
            sent: "app-7: curl --resolve docker.io:443:192.0.2.66 https://docker.io/",
            expected: "the true docker.io answers: the address of evil.example, which was dialled, is ignored"
        ) { scene in
            try page(
                scene, "https://docker.io/", "--resolve", "docker.io:443:192.0.2.66",
                of: "docker.io on registry for 198.51.100.10", by: "apps/sites/docker")
        },
        DemoStep(
            title: "Sites: two names on one address are two sites",
            sent: "app-7: curl https://auth.docker.io/, then https://evil-twin.example/, both at 203.0.113.20",
            expected: "the first answers, the second is refused"
        ) { scene in
            let allowed = try page(
                scene, "https://auth.docker.io/", of: "auth.docker.io on registry", by: "apps/sites/docker")
            let twin = try refused(scene, "evil-twin.example")
            return DemoObservation(
                observed: "\(allowed.observed); \(twin.observed)", log: twin.log, ok: allowed.ok && twin.ok)
        },
        DemoStep(
            title: "Sites: a post-quantum client, whose first message fills two segments",
            sent: "app-7: moat lab fetch https://registry-1.docker.io/",
            expected: "the registry's page, after a ClientHello of more than 1,460 bytes"
        ) { scene in
            let start = Date()
            let result = try Command(
                [scene.executable, "lab", "fetch", "https://registry-1.docker.io/"], in: scene.host("app-7"),
                timeLimit: .seconds(15)
            ).run()
            let lines = result.output.split(separator: "\n").map(String.init)
            let size = lines.first { $0.lowercased().hasPrefix("x-client-hello: ") }.flatMap { Int($0.dropFirst(16)) }
            let record = try scene.record(since: start) {
                $0.isRequest(from: "10.0.5.7", for: "registry-1.docker.io", port: 443)
            }
            return DemoObservation(
                observed: "\(lines.last ?? result.error), ClientHello of \(size ?? 0) bytes", log: record?.line ?? "",
                ok: lines.first == "200" && (size ?? 0) > 1460 && record?.rule == "apps/sites/docker")
        },
    ]

    private static let noRuleMatched = "No rule matched. Proceeding with default action"

    /// A page that app-7 gets over HTTPS.
    private static func page(
        _ scene: DemoScene, _ url: String, _ options: String..., of page: String, by rule: String
    ) throws -> DemoObservation {
        let start = Date()
        let answer = try scene.curl(url, from: "app-7", options)
        let name = URL(string: url)?.host() ?? ""
        let record = try scene.record(since: start) { $0.isRequest(from: "10.0.5.7", for: name, port: 443) }
        return DemoObservation(
            observed: answer.text, log: record?.line ?? "",
            ok: answer.status == 200 && answer.body.hasPrefix(page) && record?["Action"] == "Allow"
                && record?.rule == rule)
    }

    /// A site that app-7 does not get over HTTPS.
    static func refused(_ scene: DemoScene, _ name: String) throws -> DemoObservation {
        let start = Date()
        let answer = try scene.curl("https://\(name)/", from: "app-7")
        let record = try scene.record(since: start) { $0.isRequest(from: "10.0.5.7", for: name, port: 443) }
        return DemoObservation(
            observed: answer.text, log: record?.line ?? "",
            ok: answer.exit == 35 && answer.error.contains("alert access denied") && record?["Action"] == "Deny"
                && record?["ActionReason"] == noRuleMatched)
    }
}
