/// The names of the optional infrastructure collection (`infrastructureRules` of a policy),
/// which is judged after all application rules.
///
/// Azure Firewall has such a collection built in and documents what it is for, not what is in
/// it: storage access to the Platform Image Repository of Compute, storage access to the status
/// of managed disks, Azure Diagnostics and Logging (MDS). These are the names that Microsoft
/// publishes for the last two. Images of the repository lie in storage accounts whose names are
/// not published; `*.blob.core.windows.net` would let them in together with everybody's else
/// accounts and is left out.
public enum InfrastructureRules {
    /// What the log and `moat rules` call the group and the collection.
    public static let name = "Infrastructure"

    /// Each purpose with its names, in the order in which they are judged.
    public static let rules: [ApplicationRule] = [
        rule("managed-disk-status", ["*.blob.storage.azure.net"]),
        rule(
            "azure-diagnostics",
            [
                "gcs.prod.monitoring.core.windows.net", "*.prod.warm.ingest.monitor.core.windows.net",
                "*.prod.hot.ingest.monitor.core.windows.net",
            ]),
    ]

    private static func rule(_ name: String, _ names: [String]) -> ApplicationRule {
        ApplicationRule(
            name: name, protocols: [.init(protocolType: .https, port: 443)], sourceAddresses: [.any],
            targetFqdns: names.compactMap { FQDNPattern($0) })
    }
}
