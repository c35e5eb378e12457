import Foundation
import MoatLab

extension DemoStory {
    /// A Service of type LoadBalancer, by kubectl.
    static let kubernetes: [DemoStep] = [
        DemoStep(
            title: "Kubernetes: kubectl gives the cluster's ingress its internal address",
            sent: "client: curl http://198.51.100.10/; kubectl apply -f kubernetes; kubectl get service ingress",
            expected: "nobody answers at first; then the Service's status has 10.0.4.4"
        ) { scene in
            let before = try scene.get("http://198.51.100.10/", from: "client")
            let applied = try scene.kubectl(["apply", "-f", scene.folder.appending(path: "kubernetes").path])
            var address = ""
            for attempt in 0..<100 where address.isEmpty {
                if attempt > 0 { Thread.sleep(forTimeInterval: 0.1) }
                address = try scene.kubectl([
                    "get", "service", "ingress", "-n", "ingress", "-o",
                    "jsonpath={.status.loadBalancer.ingress[0].ip}",
                ])
            }
            return DemoObservation(
                observed: "before: \(before.map { "\($0.status)" } ?? "no answer"); \(firstLine(applied)); \(address)",
                log: "", answer: try scene.kubectl(["get", "services", "-n", "ingress"]),
                ok: before == nil && address == "10.0.4.4")
        },
        DemoStep(
            title: "Kubernetes: the load balancer spreads clients over the pods",
            sent: "client: curl http://198.51.100.10/, 30 times; moat lb",
            expected: "both pods answer, and each sees the client's own address"
        ) { scene in
            var pods: Set<String> = []
            var seen = 0
            for _ in 0..<30 {
                guard let body = try scene.get("http://198.51.100.10/", from: "client")?.body else { continue }
                pods.formUnion(["ingress-1", "ingress-2"].filter(body.contains))
                if body.contains("you are 203.0.113.50:") { seen += 1 }
            }
            return DemoObservation(
                observed: "\(pods.sorted().joined(separator: " and ")) answered, \(seen) of 30 saw 203.0.113.50",
                log: "", answer: try scene.run(["lb", "--lab", scene.lab.name]).output,
                ok: pods.count == 2 && seen == 30)
        },
        DemoStep(
            title: "Kubernetes: a pod is killed under load",
            sent: "4 clients ask all the time; kubectl delete pod ingress-1; a new one comes",
            expected: "at most the 4 requests in flight fail"
        ) { scene in
            let load = try scene.load(from: "client", "http://198.51.100.10/", clients: 4) {
                _ = try scene.kubectl(["delete", "pod", "ingress-1", "-n", "ingress"])
                var isBack = false
                for _ in 0..<100 where !isBack {
                    Thread.sleep(forTimeInterval: 0.1)
                    isBack = try scene.kubectl(["get", "pods", "-n", "ingress"]).split(separator: "\n").contains {
                        $0.hasPrefix("ingress-1") && $0.contains("1/1")
                    }
                }
                guard isBack else { throw DemoError("no new pod ingress-1 came within 10 s") }
            }
            return DemoObservation(
                observed: "\(load.answered + load.failed) requests, \(load.failed) failed",
                log: "", ok: load.failed <= 4 && load.answered > 0)
        },
    ]
}
