extension RuleCollectionGroup {
    var spec: ManifestValue {
        .object(
            ("firewallPolicy", .string(firewallPolicy)), ("priority", .int(priority)),
            ("ruleCollections", .array(ruleCollections.map(\.manifest)))
        )
    }
}

extension RuleCollection {
    fileprivate var manifest: ManifestValue {
        let (type, action, elements): (String, String, [ManifestValue]) =
            switch rules {
            case .nat(let rules): ("FirewallPolicyNatRuleCollection", "DNAT", rules.map(\.manifest))
            case .network(let action, let rules):
                ("FirewallPolicyFilterRuleCollection", action.rawValue, rules.map(\.manifest))
            case .application(let action, let rules):
                ("FirewallPolicyFilterRuleCollection", action.rawValue, rules.map(\.manifest))
            }
        return .object(
            ("ruleCollectionType", .string(type)), ("name", .string(name)), ("priority", .int(priority)),
            ("action", .object(("type", .string(action)))), ("rules", .array(elements))
        )
    }
}

extension NatRule {
    fileprivate var manifest: ManifestValue {
        .object(
            ("ruleType", .string("NatRule")), ("name", .string(name)),
            ("description", description.map { .string($0) }),
            ("ipProtocols", .texts(ipProtocols.map(\.rawValue))),
            ("sourceAddresses", .optionalTexts(sourceAddresses)),
            ("sourceIpGroups", .optionalTexts(sourceIpGroups)),
            ("destinationAddresses", .texts(destinationAddresses)),
            ("destinationPorts", .texts(destinationPorts)),
            ("translatedAddress", .text(translatedAddress)), ("translatedPort", .text(translatedPort))
        )
    }
}

extension NetworkRule {
    fileprivate var manifest: ManifestValue {
        .object(
            ("ruleType", .string("NetworkRule")), ("name", .string(name)),
            ("description", description.map { .string($0) }),
            ("ipProtocols", .texts(ipProtocols.map(\.rawValue))),
            ("sourceAddresses", .optionalTexts(sourceAddresses)),
            ("sourceIpGroups", .optionalTexts(sourceIpGroups)),
            ("destinationAddresses", .optionalTexts(destinationAddresses)),
            ("destinationIpGroups", .optionalTexts(destinationIpGroups)),
            ("destinationFqdns", .optionalTexts(destinationFqdns)),
            ("destinationPorts", .texts(destinationPorts))
        )
    }
}

extension ApplicationRule {
    fileprivate var manifest: ManifestValue {
        .object(
            ("ruleType", .string("ApplicationRule")), ("name", .string(name)),
            ("description", description.map { .string($0) }),
            (
                "protocols",
                .array(
                    protocols.map {
                        .object(("protocolType", .string($0.protocolType.rawValue)), ("port", .int(Int($0.port))))
                    })
            ),
            ("sourceAddresses", .optionalTexts(sourceAddresses)),
            ("sourceIpGroups", .optionalTexts(sourceIpGroups)),
            ("destinationAddresses", .optionalTexts(destinationAddresses)),
            ("targetFqdns", .optionalTexts(targetFqdns)),
            ("fqdnTags", .optionalTexts(fqdnTags))
        )
    }
}
