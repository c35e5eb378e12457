import Foundation
import MoatLab

extension DemoStory {
    /// The way in, by kubectl: the internal load balancer, the ingress controller, the applications.
    static let kubernetes: [DemoStep] = [
        DemoStep(
            title: "In: kubectl gives the cluster's ingress its internal address",
            sent: "client: curl http://198.51.100.10/; kubectl apply --server-side -f deploy/kubernetes/cluster",
            expected: "nobody answers at first; then the status of the Service has 10.0.4.4"
        ) { scene in
            let before = try scene.get("http://198.51.100.10/", from: "client")
            _ = try scene.kubectl(["apply", "--server-side", "-f", scene.cluster])
            let address = try scene.wait {
                let text = try scene.kubectl([
                    "get", "service", "moat-ingress", "-n", "moat-ingress", "-o",
                    "jsonpath={.status.loadBalancer.ingress[0].ip}",
                ])
                return text.isEmpty ? nil : text
            }
            return DemoObservation(
                observed: "before: \(before.map { "\($0.status)" } ?? "no answer"); then \(address ?? "no address")",
                log: "", answer: try scene.kubectl(["get", "services", "-n", "moat-ingress"]),
                ok: before == nil && address == "10.0.4.4")
        },
        DemoStep(
            title: "In: without an Ingress there is the default backend",
            sent: "client: curl http://198.51.100.10/, 30 times; moat lb",
            expected: "404 through DNAT, load balancer and both controllers, which see the client's own address"
        ) { scene in
            let start = Date()
            var answers = 0
            for _ in 0..<30 {
                let answer = try scene.get("http://198.51.100.10/", from: "client")
                if answer?.status == 404, answer?.body == "default backend - 404" { answers += 1 }
            }
            let record = try scene.record(since: start) { $0.isOf("203.0.113.50", to: "198.51.100.10", port: 80) }
            let seen = try scene.ask(controllers, with: ["2", "30"], since: Date())
            return DemoObservation(
                observed: "\(answers) times 404; seen by controllers: \(seen.rows.joined().joined(separator: ", "))",
                log: record?.line ?? "", answer: try scene.run(["lb", "--lab", scene.lab.name]).output,
                ok: answers == 30 && seen.isInTime && record?["TranslatedIp"] == "10.0.4.4"
                    && record?.rule == "edge/inbound/web")
        },
        DemoStep(
            title: "In: an Ingress leads by host and path, over HTTP and HTTPS",
            sent: "kubectl create secret tls; kubectl apply -f apps/shop.yaml; client: curl http://shop.example/, "
                + "https://shop.example/blog",
            expected: "the shop on app-7 and the blog on app-9, with the certificate of the Secret"
        ) { scene in
            let folder = FileManager.default.temporaryDirectory.appending(path: "moat-demo-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let pair = try scene.lab.writeCertificate(for: "shop.example", to: folder.path)
            _ = try scene.kubectl([
                "create", "secret", "tls", "shop-tls", "--cert", pair.certificate, "--key", pair.key,
            ])
            _ = try scene.kubectl(["apply", "-f", scene.folder.appending(path: "apps/shop.yaml").path])
            let shop = try scene.wait { try scene.get("http://shop.example/", from: "client", answering: "app-7") }
            let blog = try scene.wait {
                try scene.get("https://shop.example/blog", from: "client", answering: "app-9")
            }
            return DemoObservation(
                observed: "/: \(shop ?? "no answer"); /blog: \(blog ?? "no answer")", log: "",
                answer: try scene.kubectl(["get", "ingresses", "-A"]), ok: shop != nil && blog != nil)
        },
        DemoStep(
            title: "In: an SQL injection is stopped",
            sent: "client: curl 'https://shop.example/?q=1%27%20or%201=1--%20-'; moat query '\(findings)'",
            expected: "403 with the number of the request, and what it did in the log"
        ) { scene in
            let start = Date()
            let answer = try scene.get("https://shop.example/?q=1%27%20or%201=1--%20-", from: "client")
            let findings = try scene.ask(findings, with: ["203.0.113.50", "942100", "Blocked"], since: start)
            return DemoObservation(
                observed: answer?.body ?? "no answer", log: "", answer: findings.table,
                ok: answer?.status == 403 && findings.isInTime)
        },
        DemoStep(
            title: "In: a controller is killed under load",
            sent: "4 clients ask for http://shop.example/ all the time; kubectl delete pod ingress-1; a new one comes",
            expected: "at most the 4 requests in flight fail"
        ) { scene in
            let load = try scene.load(from: "client", "http://shop.example/", clients: 4) {
                _ = try scene.kubectl(["delete", "pod", "ingress-1", "-n", "moat-ingress"])
                let isBack: Bool? = try scene.wait {
                    let pods = try scene.kubectl(["get", "pods", "-n", "moat-ingress"]).split(separator: "\n")
                    return pods.contains { $0.hasPrefix("ingress-1") && $0.contains("1/1") } ? true : nil
                }
                guard isBack == true else { throw DemoError("no new pod ingress-1 came within 30 s") }
            }
            return DemoObservation(
                observed: "\(load.answered + load.failed) requests, \(load.failed) failed",
                log: "", ok: load.failed <= 4 && load.answered > 0)
        },
        DemoStep(
            title: "In: who asked for what, asked in KQL",
            sent: "moat query '\(visits)'",
            expected: "the client's requests by application, with what became of them"
        ) { scene in
            let answer = try scene.ask(visits, with: ["203.0.113.50", "shop.example", "/blog", "200"], since: Date())
            return DemoObservation(
                observed: answer.summary, log: "", answer: answer.table, ok: answer.isInTime)
        },
    ]

    private static let controllers = """
        MoatIngressAccess | where ClientIp == "203.0.113.50" and Status == 404 | summarize Controllers = \
        dcount(Instance), Requests = count()
        """

    private static let findings = """
        MoatWaf | project ClientIp, Host, RuleId, Action, Message
        """

    private static let visits = """
        MoatIngressAccess | summarize Requests = count() by ClientIp, Host, Path, Service, Status | sort by Host asc, \
        Path asc, Status asc
        """
}
