enum ApplicationRuleReader {
    private static let properties = [
        "ruleType", "name", "description", "protocols", "sourceAddresses", "sourceIpGroups", "destinationAddresses",
        "targetFqdns", "fqdnTags",
    ]
    private static let refused = [
        "targetUrls": "not supported yet: URLs need TLS inspection", "webCategories": "not supported yet",
        "terminateTLS": "TLS inspection is not supported yet", "httpHeadersToInsert": "not supported yet",
    ]

    static func read(_ field: ManifestField) -> ApplicationRule? {
        guard let rule = field.namedObject("rule", properties: properties, refused: refused) else { return nil }
        let name = rule.required("name")?.name()
        let description = rule.optionalString("description")
        let protocols = readProtocols(rule)
        let sources = rule.sources()
        let destinations = rule.list("destinationAddresses").compactMap { $0.addressSpecifier([.any, .serviceTag]) }
        let fqdns = rule.list("targetFqdns").compactMap { $0.fqdnPattern() }
        let tags = rule.list("fqdnTags").compactMap { $0.name() }
        // Refused properties say already what is wrong.
        if ["targetFqdns", "fqdnTags", "targetUrls", "webCategories"].allSatisfy(rule.isEmptyList) {
            rule.issue("the rule names no target", hint: "write targetFqdns: [\"*.contoso.com\"], or fqdnTags")
        }
        guard let name else { return nil }
        return ApplicationRule(
            name: name, description: description, protocols: protocols, sourceAddresses: sources.addresses,
            sourceIpGroups: sources.groups, destinationAddresses: destinations, targetFqdns: fqdns, fqdnTags: tags)
    }

    private static func readProtocols(_ rule: ObjectReader) -> [ApplicationRule.ApplicationProtocol] {
        let read = rule.requiredList("protocols", hint: "write protocols: [{protocolType: Https, port: 443}]")
            .compactMap { field in readProtocol(field).map { (field: field, value: $0) } }
        ManifestField.reportDuplicates(
            read, key: { $0 }, message: { "\($0.protocolType.rawValue) with port \($0.port) stands twice" },
            hint: "keep one of the two")
        return read.map(\.value)
    }

    private static func readProtocol(_ field: ManifestField) -> ApplicationRule.ApplicationProtocol? {
        guard
            let reader = ObjectReader(
                ManifestField(
                    log: field.log, value: field.value, path: field.path, property: "protocols", object: field.object),
                properties: ["protocolType", "port"])
        else { return nil }
        let hint = "write Http or Https"
        guard let typeField = reader.required("protocolType", hint: hint) else { return nil }
        if case .string("Mssql") = typeField.value.content {
            typeField.issue("Mssql is not supported yet", hint: hint)
            return nil
        }
        let type = typeField.oneOf(ApplicationRule.ProtocolType.self)
        let port = reader.required("port", hint: "443 for Https, 80 for Http")?.port()
        guard let type, let port else { return nil }
        return ApplicationRule.ApplicationProtocol(protocolType: type, port: port)
    }
}
