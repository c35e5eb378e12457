/// `Microsoft.Network/firewallPolicies`.
enum FirewallPolicyReader {
    private static let notYet = "is not supported yet"

    static func read(name: String, _ field: ManifestField) -> FirewallPolicy? {
        guard
            let spec = ObjectReader(
                field,
                properties: [
                    "basePolicy", "threatIntelMode", "threatIntelWhitelist", "dnsSettings", "snat", "sku",
                    "networkRulesCanDenyDnat", "infrastructureRules", "threatDetection",
                ],
                refused: [
                    "intrusionDetection": notYet, "transportSecurity": notYet, "explicitProxy": notYet,
                    "insights": notYet, "sql": notYet,
                    "ruleCollectionGroups": "groups are manifests of their own (kind: RuleCollectionGroup)",
                ])
        else { return nil }
        readSKU(spec)
        var policy = FirewallPolicy(name: name)
        policy.basePolicy = spec["basePolicy"]?.name()
        if let mode = spec["threatIntelMode"]?.oneOf(FirewallPolicy.ThreatIntelMode.self) {
            policy.threatIntelMode = mode
        }
        if let field = spec["threatIntelWhitelist"],
            let reader = ObjectReader(field, properties: ["ipAddresses", "fqdns"])
        {
            policy.threatIntelWhitelist.ipAddresses = reader.list("ipAddresses").compactMap { $0.addressSpecifier() }
            policy.threatIntelWhitelist.fqdns = reader.list("fqdns").compactMap { $0.fqdnPattern()?.description }
        }
        policy.dnsSettings = readDNSSettings(spec)
        policy.snat = readSNAT(spec)
        if let truth = spec["networkRulesCanDenyDnat"]?.bool() { policy.networkRulesCanDenyDnat = truth }
        if let mode = spec["infrastructureRules"]?.oneOf(FirewallPolicy.InfrastructureRuleMode.self) {
            policy.infrastructureRules = mode
        }
        if let field = spec["threatDetection"],
            let reader = ObjectReader(field, properties: ["portScan", "bruteForce"])
        {
            policy.threatDetection.portScan = readThreshold(reader["portScan"])
            policy.threatDetection.bruteForce = readThreshold(reader["bruteForce"])
        }
        return policy
    }

    private static func readThreshold(_ field: ManifestField?) -> FirewallPolicy.Threshold? {
        guard let field, let reader = ObjectReader(field, properties: ["count", "window", "duration"]) else {
            return nil
        }
        let range = FirewallPolicy.Threshold.countRange
        let count = reader.required("count", hint: "write count: 20")?
            .integer(in: range, hint: "write a number from \(range.lowerBound) to \(range.upperBound)")
        let window = reader.required("window", hint: "write window: 1m")?.duration(in: .seconds(1)...(.seconds(3600)))
        let duration = reader.required("duration", hint: "write duration: 1h")?
            .duration(in: .seconds(1)...(.seconds(30 * 86_400)))
        guard let count, let window, let duration else { return nil }
        return FirewallPolicy.Threshold(count: count, window: window, duration: duration)
    }

    private static func readSKU(_ spec: ObjectReader) {
        guard let field = spec["sku"], let sku = ObjectReader(field, properties: ["tier"]),
            let tier = sku.required("tier", hint: "write Standard"), let text = tier.string(), text != "Standard"
        else { return }
        tier.issue("'\(text)' is not supported", hint: "write Standard, or leave sku out")
    }

    private static func readDNSSettings(_ spec: ObjectReader) -> FirewallPolicy.DNSSettings {
        var settings = FirewallPolicy.DNSSettings()
        guard let field = spec["dnsSettings"],
            let reader = ObjectReader(field, properties: ["servers", "enableProxy", "requireProxyForNetworkRules"])
        else { return settings }
        settings.servers = reader.list("servers").compactMap { $0.address(example: "10.0.0.53") }
        if let truth = reader["enableProxy"]?.bool() { settings.enableProxy = truth }
        if let truth = reader["requireProxyForNetworkRules"]?.bool() { settings.requireProxyForNetworkRules = truth }
        return settings
    }

    private static func readSNAT(_ spec: ObjectReader) -> FirewallPolicy.SNAT {
        var snat = FirewallPolicy.SNAT()
        guard let field = spec["snat"],
            let reader = ObjectReader(field, properties: ["privateRanges", "inboundSnat", "autoLearnPrivateRanges"])
        else { return snat }
        if let field = reader["privateRanges"] { snat.privateRanges = readPrivateRanges(field) }
        if let truth = reader["inboundSnat"]?.bool() { snat.inboundSnat = truth }
        if let field = reader["autoLearnPrivateRanges"], let text = field.string(), text != "Disabled" {
            field.issue(
                text == "Enabled"
                    ? "learning private ranges needs a route server and is not supported" : "'\(text)' is not known",
                hint: "write Disabled, or leave it out")
        }
        return snat
    }

    private static func readPrivateRanges(_ list: ManifestField) -> [IPPrefix]? {
        var ranges: [IPPrefix] = []
        let elements = list.elements()
        for field in elements {
            if case .string("IANAPrivateRanges") = field.value.content {
                ranges += FirewallPolicy.SNAT.defaultPrivateRanges
            } else if let prefix = field.prefix(allowsAddress: true) {
                checkPrivateRange(prefix, field: field, isAlone: elements.count == 1)
                ranges.append(prefix)
            }
        }
        if elements.isEmpty {
            list.issue(
                "the list is empty",
                hint: "leave it out for the private ranges of IANA, or write [255.255.255.255/32] to translate always")
        }
        return ranges
    }

    private static func checkPrivateRange(_ prefix: IPPrefix, field: ManifestField, isAlone: Bool) {
        if prefix.family == .ipv6 {
            field.issue("\(prefix) is IPv6; only IPv4 sources are translated", hint: "leave it out")
        } else if prefix == FirewallPolicy.SNAT.neverTranslate, !isAlone {
            field.issue("\(prefix) means 'never translate' and must stand alone", hint: "leave out the others, or it")
        } else if prefix == FirewallPolicy.SNAT.alwaysTranslate, !isAlone {
            field.issue("\(prefix) means 'always translate' and must stand alone", hint: "leave out the others, or it")
        }
    }
}

extension FirewallPolicy.SNAT {
    /// `0.0.0.0/0`: alone in `privateRanges`, no source is ever translated.
    public static let neverTranslate = IPPrefix.all(.ipv4)
    /// `255.255.255.255/32`: alone in `privateRanges`, every source is translated.
    public static let alwaysTranslate = IPPrefix(.v4(IPv4Address(rawValue: .max)))
}
