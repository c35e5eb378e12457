import Foundation
import MoatLab
import MoatModel

@testable import MoatLab

extension SystemLab {
    /// The lab with the site of feeds serving a folder of the test's.
    static func with(feeds folder: TemporaryFolder, _ body: (SystemLab) throws -> Void) throws {
        let path = folder.path
        try with { topology, _ in
            for host in topology.internet.hosts.indices where topology.internet.hosts[host].name == "feeds" {
                for service in topology.internet.hosts[host].services.indices {
                    topology.internet.hosts[host].services[service].files = path
                }
            }
        } _: { lab throws in
            try body(lab)
        }
    }

    /// The authority that the lab's sites have their certificates from.
    var authority: String { "\(lab.directory.trust)/ca-certificates.crt" }

    func feed(
        _ name: String, _ file: String, _ format: ThreatIntelFeed.Format, csv: ThreatIntelFeed.CSVColumns? = nil,
        category: String, authority: String? = nil
    ) -> Resource {
        .threatIntelFeed(
            ThreatIntelFeed(
                name: name,
                source: .https("https://feeds.example/\(file)", certificateAuthority: authority ?? self.authority),
                format: format, csv: csv, category: category))
    }

    /// The example's policy with another mode and thresholds.
    func setThreats(
        _ mode: FirewallPolicy.ThreatIntelMode, _ detection: FirewallPolicy.ThreatDetection = .init()
    ) throws {
        guard var policy = resources.firewallPolicies["aks-egress"],
            var base = resources.firewallPolicies[policy.basePolicy ?? ""]
        else { throw SystemTestError("the example has other policies") }
        policy.threatIntelMode = mode
        policy.threatDetection = detection
        base.threatIntelMode = mode == .off ? .off : .alert
        try apply(.firewallPolicy(base), .firewallPolicy(policy))
    }

    struct Feed: Decodable {
        var name: String
        var entries: Int
        var error: String?
        var heldBack: String?
        var failures: Int
        var age: Double?
    }

    func feeds() throws -> [String: Feed] {
        let rows = try json([Feed].self, ["threat", "list"])
        return Dictionary(rows.map { ($0.name, $0) }) { first, _ in first }
    }

    /// Fetches a feed now.
    func refresh(_ name: String, expect status: Int32 = 0) throws {
        try moat(["threat", "refresh", name], expect: status)
    }

    /// The records of threat intelligence that fit, waited for.
    func threats(_ description: String, where matches: (SystemRecord) -> Bool = { _ in true }) throws -> [SystemRecord]
    {
        for _ in 0..<30 {
            let found = try records(of: ["AZFWThreatIntel"]).filter {
                $0["ThreatDescription"] == description && matches($0)
            }
            if !found.isEmpty { return found }
            usleep(100_000)
        }
        return []
    }

    /// Waits until a source is an entry of a built-in feed, or is none any more.
    func waits(until isListed: Bool, _ feed: String, within limit: Duration = .seconds(5)) -> Bool {
        Deadline(in: limit).wait(every: 100) {
            (try? feeds()[feed]?.entries ?? 0).map { ($0 > 0) == isListed } ?? false
        }
    }
}
