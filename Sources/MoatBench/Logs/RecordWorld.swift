import MoatModel

/// Who speaks to whom in the generated records: a cluster's pods, the internet, a policy.
/// The texts are made once, since a record is made in well under a microsecond.
struct RecordWorld {
    struct Rule {
        var group: String
        var collection: String
        var name: String
    }

    static let policy = "egress-policy"
    static let publicAddress = IPAddress.v4(IPv4Address(rawValue: 0xc633_640a))  // 198.51.100.10
    /// Most frequent first.
    static let ports: [UInt16] = [443, 80, 53, 123, 25, 22, 8080, 5432, 6379, 9092, 3389, 445, 8443, 587, 1433, 23]
    static let publicPorts: [UInt16] = [443, 80, 22, 8443, 25, 5353, 3389, 1194]
    static let queryTypes = ["A", "AAAA", "HTTPS", "SRV", "TXT", "PTR"]

    let networkRules = Self.rules("network", count: 120)
    let applicationRules = Self.rules("application", count: 80)
    let natRules = Self.rules("dnat", count: 8)
    let names: [String]
    /// The same names as they are asked for, with the dot at the end.
    let queryNames: [String]

    init() {
        let domains = ["example.com", "example.net", "example.org", "cdn.example", "cloud.example"]
        let hosts = ["api", "registry", "www", "login", "packages", "telemetry", "updates", "storage"]
        let names = (0..<6000).map { number in
            "\(hosts[number % hosts.count])-\(number / hosts.count).\(domains[number % domains.count])"
        }
        self.names = names
        queryNames = names.map { $0 + "." }
    }

    /// One of 2,000 pods, most of the traffic from few.
    func source(_ random: inout RecordRandom) -> IPAddress {
        .v4(IPv4Address(rawValue: 0x0a00_0500 + UInt32(random.skewed(2000))))
    }

    /// One of 50,000 addresses of the internet.
    func destination(_ random: inout RecordRandom) -> IPAddress {
        let place = UInt32(random.skewed(50_000))
        return .v4(IPv4Address(rawValue: 0x1400_0000 + place &* 2_654_435 % 0x7000_0000))
    }

    private static func rules(_ kind: String, count: Int) -> [Rule] {
        (0..<count).map { number in
            Rule(
                group: "\(kind)-group-\(number / 40)", collection: "\(kind)-collection-\(number / 8)",
                name: "\(kind)-rule-\(number)")
        }
    }
}
