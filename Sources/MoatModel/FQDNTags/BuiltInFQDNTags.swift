/// The FQDN tags that are known without a file.
enum BuiltInFQDNTags {
    static let all = [
        // What an AKS cluster needs: "Outbound network and FQDN rules for Azure Kubernetes
        // Service clusters" (learn.microsoft.com/azure/aks/outbound-rules-control-egress),
        // required rules of the public cloud. Names of add-ons are not in it.
        tag(
            "AzureKubernetesService",
            [
                "*.hcp.{location}.azmk8s.io", "mcr.microsoft.com", "*.data.mcr.microsoft.com",
                "mcr-0001.mcr-msedge.net", "management.azure.com", "login.microsoftonline.com",
                "packages.microsoft.com", "acs-mirror.azureedge.net", "packages.aks.azure.com",
            ])
    ]

    private static func tag(_ name: String, _ fqdns: [String]) -> FQDNTagCatalog.Tag {
        FQDNTagCatalog.Tag(name: name, fqdns: fqdns.compactMap { FQDNTemplate($0) })
    }
}
