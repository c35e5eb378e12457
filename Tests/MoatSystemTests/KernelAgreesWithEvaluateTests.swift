import MoatLab
import MoatModel
import MoatPolicy
import Testing

extension SystemTests {
    /// What `evaluate` says of a generated flow is what the kernel does with its first packet
    /// and what the log says of it: verdict, translation of both kinds, and rule.
    @Suite struct KernelAgreesWithEvaluateTests {
        private static let policies = 26
        private static let flowsPerPolicy = 24

        private struct Pair {
            var policy: Int
            var flow: LabFlow
            var decision: Decision
            var arrivals: [KernelObserver.Arrival]
        }

        /// How often each thing was met, so that a generator that stops making it is noticed.
        private struct Tally: CustomStringConvertible {
            var counts: [String: Int] = [:]

            mutating func count(_ decision: Decision, _ flow: Flow) {
                counts[decision.verdict.rawValue, default: 0] += 1
                counts[flow.ipProtocol.description, default: 0] += 1
                counts[flow.source.family.rawValue, default: 0] += 1
                counts["\(flow.side.rawValue) side", default: 0] += 1
                if decision.verdict == .allow, decision.tier == .network { counts["network allow", default: 0] += 1 }
                if decision.verdict == .deny, decision.tier == .network { counts["network deny", default: 0] += 1 }
                if decision.tier == .default { counts["default deny", default: 0] += 1 }
                if decision.translation != nil { counts["dnat", default: 0] += 1 }
                if decision.sourceNAT != .none { counts["snat", default: 0] += 1 }
                if case .publicAddress(1) = decision.sourceNAT { counts["snat second address", default: 0] += 1 }
                if decision.sourceNAT == .privateAddress { counts["snat private address", default: 0] += 1 }
            }

            var description: String {
                counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
            }
        }

        @Test func verdictTranslationAndRule() throws {
            try SystemLab.with { topology, resources in
                resources.set(
                    .publicIPAddress(PublicIPAddress(name: "edge-ip-2", ipAddress: Rules.address("198.51.100.11"))))
                guard var firewall = resources.firewalls["edge"] else { return }
                firewall.ipConfigurations.append(
                    .init(name: "second", subnet: nil, publicIPAddress: "edge-ip-2"))
                resources.set(.firewall(firewall))
            } _: { lab throws in
                // Somebody on the firewall's own segment who sends to inside addresses.
                let route = ["ip", "route", "add", "10.0.0.0/16", "via", "198.51.100.10"]
                #expect(try Command(route, in: lab.host("internet")).run().status == 0)
                let pairs = try pairs(lab)
                #expect(pairs.count >= 500)
                let addresses = Addresses(lab.resources)
                for pair in pairs { compareWire(pair, addresses) }
                try compareLog(pairs, lab)
                var tally = Tally()
                for pair in pairs { tally.count(pair.decision, pair.flow.flow) }
                print("kernel agrees with evaluate: \(pairs.count) pairs; \(tally)")
                let least = [
                    "allow": 100, "deny": 100, "proxy": 5, "dnat": 40, "snat": 60, "snat second address": 5,
                    "snat private address": 20, "network allow": 60, "network deny": 30, "default deny": 60, "TCP": 100,
                    "UDP": 100, "ICMP": 50, "IPv6": 60,
                ]
                for (name, count) in least {
                    #expect(tally.counts[name, default: 0] >= count, "\(name)")
                }
            }
        }

        private func pairs(_ lab: SystemLab) throws -> [Pair] {
            var generator = LabPolicyGenerator(seed: 2)
            var resources = lab.resources
            var numbering = RuleNumbering()
            let observer = try KernelObserver(lab)
            var pairs: [Pair] = []
            for policy in 0..<Self.policies {
                let changed = generator.policy()
                for resource in changed { resources.set(resource) }
                let snapshot = try Snapshot.compile(
                    firewall: "edge", resources: resources, serviceTags: nil,
                    fqdnTags: FQDNTagCatalog(location: "westeurope"), numbering: &numbering)
                try lab.apply(changed)
                let flows = generator.flows(Self.flowsPerPolicy)
                let decisions = flows.map { evaluate($0.flow, snapshot) }
                let before = try lab.status().gateway.judged
                observer.clear()
                for flow in flows { try observer.send(flow) }
                let arrivals = observer.arrivals(
                    of: Set(flows.map(\.tag)), count: decisions.count { $0.verdict == .allow }, within: .seconds(1))
                // The next policy must not judge what this one has to.
                var judged: UInt64 = 0
                for _ in 0..<20 where judged < flows.count { judged = try lab.status().gateway.judged - before }
                #expect(judged >= flows.count, "policy \(policy): judged")
                for (flow, decision) in zip(flows, decisions) {
                    pairs.append(
                        Pair(policy: policy, flow: flow, decision: decision, arrivals: arrivals[flow.tag] ?? []))
                }
            }
            return pairs
        }

        /// The firewall's addresses that a decision refers to by place.
        private struct Addresses {
            let publicAddresses: [IPAddress]

            init(_ resources: ResourceSet) {
                publicAddresses = (resources.firewalls["edge"]?.ipConfigurations ?? []).compactMap {
                    resources.publicIPAddresses[$0.publicIPAddress]?.ipAddress
                }
            }

            func source(_ decision: Decision, _ flow: Flow) -> IPAddress {
                switch decision.sourceNAT {
                case .none: flow.source
                case .publicAddress(let index): publicAddresses[index]
                case .privateAddress: Rules.address("10.0.3.4")
                }
            }
        }

        private static let owners = [
            "203.0.113.50": "client", "203.0.113.9": "web", "203.0.113.53": "resolver", "203.0.113.66": "blocked",
            "192.0.2.66": "attacker", "10.0.4.4": "ingress", "10.0.5.7": "app-7", "10.0.5.8": "app-8",
            "2001:db8:203::50": "client", "2001:db8:203::9": "web", "fd00:10:0:5::7": "app-7",
            "fd00:10:0:5::8": "app-8",
        ]

        private func compareWire(_ pair: Pair, _ addresses: Addresses) {
            let flow = pair.flow.flow
            var expected: [KernelObserver.Arrival] = []
            // The DNS proxy is in the firewall itself, where nobody watches.
            if pair.decision.verdict == .allow, pair.decision.tier != .dns {
                let destination = pair.decision.translation.map { IPAddress.v4($0.address) } ?? flow.destination
                expected = [
                    KernelObserver.Arrival(
                        host: Self.owners[destination.description] ?? "nobody",
                        packet: Packet(
                            source: addresses.source(pair.decision, flow), destination: destination,
                            ipProtocol: flow.ipProtocol, sourcePort: pair.flow.tag,
                            destinationPort: pair.decision.translation?.port ?? flow.destinationPort))
                ]
            }
            #expect(pair.arrivals == expected, "policy \(pair.policy), \(flow)")
        }

        private func compareLog(_ pairs: [Pair], _ lab: SystemLab) throws {
            let records = try lab.records(atLeast: pairs.count) { $0.sourcePort == 0 || $0.sourcePort >= 20000 }
            var bySource = Dictionary(grouping: records) { key($0) }
            for pair in pairs {
                let flow = pair.flow.flow
                let key = "\(flow.ipProtocol) \(flow.source):\(flow.sourcePort) \(flow.destination)"
                // The proxies make their own records, of requests and queries; here are none.
                if [.application, .dns].contains(pair.decision.tier) { continue }
                guard var found = bySource[key], !found.isEmpty else {
                    Issue.record("policy \(pair.policy), \(flow): no record")
                    continue
                }
                // ICMP has no ports: flows with the same addresses, one a policy, are in order.
                compare(found.removeFirst(), pair)
                bySource[key] = found
            }
            let left = bySource.values.flatMap { $0 }
            #expect(left == [], "records of no flow, or a second one of some")
        }

        private func key(_ record: SystemRecord) -> String {
            "\(record["Protocol"]) \(record["SourceIp"]):\(record.sourcePort) \(record["DestinationIp"])"
        }

        private func compare(_ record: SystemRecord, _ pair: Pair) {
            let (flow, decision) = (pair.flow.flow, pair.decision)
            let rule = decision.rule
            let isTranslated = decision.translation != nil && decision.verdict == .allow
            let expected = [
                "Type": isTranslated ? "AZFWNatRule" : "AZFWNetworkRule",
                "Action": isTranslated ? "" : decision.verdict == .allow ? "Allow" : "Deny",
                "ActionReason": isTranslated ? "" : decision.reason.logText,
                "DestinationPort": "\(flow.destinationPort)",
                "Policy": rule?.policy ?? "", "RuleCollectionGroup": rule?.group ?? "",
                "RuleCollection": rule?.collection ?? "", "Rule": rule?.rule ?? "",
                "TranslatedIp": isTranslated ? decision.translation?.address.description ?? "" : "",
                "TranslatedPort": isTranslated ? (decision.translation?.port).map { "\($0)" } ?? "" : "",
            ]
            for (column, value) in expected {
                #expect(record[column] == value, "policy \(pair.policy), \(flow): \(column) in \(record)")
            }
        }
    }
}
