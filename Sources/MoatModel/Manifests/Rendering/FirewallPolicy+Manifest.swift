extension FirewallPolicy {
    var spec: ManifestValue {
        .object(
            ("basePolicy", basePolicy.map { .string($0) }),
            ("threatIntelMode", .string(threatIntelMode.rawValue)),
            (
                "threatIntelWhitelist",
                threatIntelWhitelist == ThreatIntelWhitelist() ? nil : threatIntelWhitelist.manifest
            ),
            ("dnsSettings", dnsSettings == DNSSettings() ? nil : dnsSettings.manifest),
            ("snat", snat == SNAT() ? nil : snat.manifest),
            ("networkRulesCanDenyDnat", networkRulesCanDenyDnat ? .bool(true) : nil),
            (
                "infrastructureRules",
                infrastructureRules == .disabled ? nil : .string(infrastructureRules.rawValue)
            ),
            ("threatDetection", threatDetection == ThreatDetection() ? nil : threatDetection.manifest)
        )
    }
}

extension FirewallPolicy.ThreatIntelWhitelist {
    fileprivate var manifest: ManifestValue {
        .object(("ipAddresses", .optionalTexts(ipAddresses)), ("fqdns", .optionalTexts(fqdns)))
    }
}

extension FirewallPolicy.ThreatDetection {
    fileprivate var manifest: ManifestValue {
        .object(("portScan", portScan?.manifest), ("bruteForce", bruteForce?.manifest))
    }
}

extension FirewallPolicy.Threshold {
    fileprivate var manifest: ManifestValue {
        .object(("count", .int(count)), ("window", .text(window)), ("duration", .text(duration)))
    }
}

extension FirewallPolicy.DNSSettings {
    fileprivate var manifest: ManifestValue {
        .object(
            ("servers", .optionalTexts(servers)),
            ("enableProxy", enableProxy ? .bool(true) : nil),
            ("requireProxyForNetworkRules", requireProxyForNetworkRules ? .bool(true) : nil)
        )
    }
}

extension FirewallPolicy.SNAT {
    fileprivate var manifest: ManifestValue {
        .object(("privateRanges", privateRanges.map { .texts($0) }), ("inboundSnat", inboundSnat ? .bool(true) : nil))
    }
}
