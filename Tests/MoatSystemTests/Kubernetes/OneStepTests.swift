import Foundation
import MoatModel
import Testing

@testable import MoatLab

extension SystemTests {
    /// The load balancer on the firewall's own machine.
    @Suite struct OneStepTests {
        private func service(_ name: String, port: Int, address: String, annotations: String = "") -> String {
            """
            apiVersion: v1
            kind: Service
            metadata:
              name: \(name)
              namespace: default
              annotations:
                service.beta.kubernetes.io/azure-load-balancer-internal: "true"
                service.beta.kubernetes.io/azure-load-balancer-ipv4: \(address)
                \(annotations)
            spec:
              type: LoadBalancer
              selector: {app: web}
              ports: [{port: \(port), targetPort: 8080}]
            """
        }

        /// Brings the lab up with the load balancer in the daemon, and none in the fabric.
        private func with(_ body: (SystemLab) throws -> Void) throws {
            try SystemLab.with(kubernetes: true) { topology, _ in
                topology.kubernetes?.loadBalancers = 0
                for index in topology.hosts.indices where ["app-7", "app-9"].contains(topology.hosts[index].name) {
                    topology.hosts[index].pod?.labels = ["app": "web"]
                }
            } _: { lab in
                let command =
                    try lab.daemonCommand() + [
                        "--kubeconfig", lab.lab.directory.kubeconfig(inside: true), "--subnet",
                        "ing-4-subnet=10.0.4.0/24", "--management", "203.0.113.200/32:22",
                    ]
                try lab.killDaemon(try lab.status().processIdentifier)
                try lab.restartDaemon(command)
                try body(lab)
            }
        }

        @Test func aRuleLeadsToThePodsOfAServiceInOneStep() throws {
            try with { lab in
                try lab.kubectl("apply", "-f", "-", input: service("ingress", port: 80, address: "10.0.4.4"))
                var pods: Set<String> = []
                let isSpread = try lab.waits {
                    let body = try lab.curl("http://198.51.100.10/", "--max-time", "2", from: "client").body
                    pods.formUnion(["app-7", "app-9"].filter(body.contains))
                    if !body.isEmpty { #expect(body.contains("you are 203.0.113.50:")) }
                    return pods.count == 2
                }
                #expect(isSpread, "\(lab.daemonLog())")
                // Nobody but the firewall translated: the pods' own addresses are in its flows.
                let shown = try lab.moat(["lb"])
                #expect(shown.contains("10.0.4.4:80/tcp") && shown.contains("10.0.5.7:8080"), "\(shown)")
                // Records are stored in batches, four times a second.
                let isLogged = try lab.waits {
                    try lab.moat(["query", "AZFWNatRule | where DestinationPort == 80", "-o", "csv"])
                        .contains("10.0.4.4")
                }
                #expect(isLogged, "\(lab.daemonLog())")

                // A daemon that starts judges live flows before it knows the cluster again.
                let live = try lab.tcp("client", to: "198.51.100.10", 80)
                let command = try lab.daemonCommand()
                try lab.killDaemon(try lab.status().processIdentifier)
                try lab.restartDaemon(command)
                let isBack = try lab.waits { try lab.moat(["lb"]).contains("10.0.5.7:8080") }
                #expect(isBack, "\(lab.daemonLog())")
                live.send("GET / HTTP/1.0\r\n\r\n")
                #expect(live.receive()?.contains("203.0.113.50") == true, "\(lab.daemonLog())")
            }
        }

        /// Another leads, and has the frontends: what goes to pods by a rule of this firewall stays.
        @Test func connectionsThroughRulesGoOnWhenAnotherLeads() throws {
            try with { lab in
                try lab.kubectl("apply", "-f", "-", input: service("ingress", port: 80, address: "10.0.4.4"))
                let isReached = try lab.waits {
                    try lab.curl("http://198.51.100.10/", "--max-time", "2", from: "client").body.contains("app-")
                }
                #expect(isReached, "\(lab.daemonLog())")
                let other = try lab.tcp("client", to: "198.51.100.10", 80)
                try lab.kubectl(
                    "patch", "lease", "moat-load-balancer", "--namespace", "kube-system", "--type", "merge", "--patch",
                    #"{"spec": {"holderIdentity": "another", "leaseTransitions": 7}}"#)
                let follows = try lab.waits {
                    let shown = try lab.moat(["lb"])
                    return shown.contains("another") && !shown.contains("leading")
                }
                #expect(follows, "\(lab.daemonLog())")
                let isWithdrawn = try lab.waits {
                    try !lab.run(["ip", "route", "show", "table", "local"], on: "firewall").output.contains("10.0.4.4")
                }
                #expect(isWithdrawn)
                other.send("GET / HTTP/1.0\r\n\r\n")
                #expect(other.receive()?.contains("203.0.113.50") == true, "\(lab.daemonLog())")
            }
        }

        @Test func aServiceGetsTheDNATRulesThatItAsksFor() throws {
            try with { lab in
                let annotation = "moat.dev/public-ip: \(lab.resources.publicIPAddresses.keys.sorted().first ?? "")"
                // A port of the firewall's own is refused to the Service that asks for it, and to no other.
                try lab.kubectl(
                    "apply", "-f", "-",
                    input: service("remote", port: 22, address: "10.0.4.7", annotations: annotation))
                let isTold = try lab.waits {
                    try lab.kubectl("get", "events").contains("198.51.100.10:22/tcp is used by the firewall itself")
                }
                #expect(isTold, "\(lab.daemonLog())")
                try lab.kubectl(
                    "apply", "-f", "-",
                    input: service("site", port: 8081, address: "10.0.4.8", annotations: annotation))
                let isReached = try lab.waits {
                    try lab.curl("http://198.51.100.10:8081/", "--max-time", "2", from: "client").body
                        .contains("you are 203.0.113.50:")
                }
                #expect(isReached, "\(lab.daemonLog())")
                #expect(try lab.moat(["history"]).contains("DNAT rules of Kubernetes Services"))

                // One that names no address of this firewall is told so.
                try lab.kubectl(
                    "apply", "-f", "-",
                    input: service(
                        "other", port: 8082, address: "10.0.4.9", annotations: "moat.dev/public-ip: 192.0.2.1"))
                #expect(
                    try lab.waits {
                        try lab.kubectl("get", "events").contains(
                            "Firewall edge has no public address 192.0.2.1")
                    })

                // The rule goes with the Service.
                try lab.kubectl("delete", "service", "site")
                #expect(
                    try lab.waits { try !lab.moat(["get", "RuleCollectionGroup"]).contains("kubernetes-services") })
                #expect(try lab.curl("http://198.51.100.10:8081/", "--max-time", "2", from: "client").status == 0)
            }
        }
    }
}
