extension ResourceSet {
    /// What is wrong between the resources: references to nothing, and what only one of them
    /// may have. The readers have checked each resource by itself.
    ///
    /// Where `Manifests.isComplete` is false, a reference to nothing may be one to what could
    /// not be read.
    ///
    /// - Parameters:
    ///   - failed: Resources that are declared but could not be read; references to them are
    ///     taken as good.
    ///   - serviceTags: The tags that rules may name; nil where none are loaded.
    ///   - fqdnTags: Likewise.
    /// - Returns: Issues with resource and path, sorted by these; `Manifests.locate` adds file
    ///   and line.
    public func issues(
        assuming failed: Set<ResourceKey> = [], serviceTags: ServiceTagCatalog? = nil,
        fqdnTags: FQDNTagCatalog = FQDNTagCatalog()
    ) -> [ManifestIssue] {
        let validation = ResourceValidation(
            resources: self, failed: failed, serviceTags: serviceTags, fqdnTags: fqdnTags)
        let issues =
            validation.routeTableIssues() + validation.publicAddressIssues() + validation.firewallIssues()
            + validation.policyIssues() + validation.groupIssues() + validation.ruleIssues()
            + validation.nameIssues()
        return issues.sorted()
    }
}

/// The checks of `ResourceSet.issues`, one file for each kind.
struct ResourceValidation {
    let resources: ResourceSet
    let failed: Set<ResourceKey>
    let serviceTags: ServiceTagCatalog?
    let fqdnTags: FQDNTagCatalog

    /// An issue where a reference names nothing.
    func missing(
        _ kind: ResourceKind, _ name: String, from key: ResourceKey, object: String? = nil, path: String
    ) -> ManifestIssue? {
        let target = ResourceKey(kind: kind, name: name)
        guard resources[target] == nil, !failed.contains(target) else { return nil }
        let known = names(of: kind)
        let hint =
            NearestName.hint(for: name, among: known)
            ?? (known.isEmpty
                ? "no \(kind.rawValue) is declared; declare this one" : "declared: \(Self.some(of: known))")
        return ManifestIssue(
            resource: key, object: object ?? Self.object(key), path: path,
            message: "\(Self.property(of: path)): there is no \(kind.rawValue) \(name)", hint: hint)
    }

    /// An issue where a reference names no subnet.
    func missing(_ subnet: SubnetReference, from key: ResourceKey, object: String? = nil, path: String)
        -> ManifestIssue?
    {
        if let issue = missing(.virtualNetwork, subnet.virtualNetwork, from: key, object: object, path: path) {
            return issue
        }
        guard let network = resources.virtualNetworks[subnet.virtualNetwork],
            !network.subnets.contains(where: { $0.name == subnet.subnet })
        else { return nil }
        let known = network.subnets.map(\.name)
        return ManifestIssue(
            resource: key, object: object ?? Self.object(key), path: path,
            message: "\(Self.property(of: path)): VirtualNetwork \(network.name) has no subnet \(subnet.subnet)",
            hint: NearestName.of(subnet.subnet, among: known).map { "did you mean '\(network.name)/\($0)'?" }
                ?? (known.isEmpty ? "it has no subnets at all" : "it has \(Self.some(of: known))"))
    }

    /// Issues where several have what only one may have: one for each but the first. The
    /// message is made of the value, the first owner and this one.
    func contested<Value: Hashable>(
        _ claims: [(value: Value, key: ResourceKey, path: String)], hint: String,
        message: (Value, ResourceKey, ResourceKey) -> String
    ) -> [ManifestIssue] {
        var owners: [Value: ResourceKey] = [:]
        return claims.compactMap { value, key, path in
            guard let owner = owners[value] else {
                owners[value] = key
                return nil
            }
            guard owner != key else { return nil }
            return ManifestIssue(
                resource: key, object: Self.object(key), path: path, message: message(value, owner, key), hint: hint)
        }
    }

    private func names(of kind: ResourceKind) -> [String] {
        (resources.all.map(\.key) + failed).filter { $0.kind == kind }.map(\.name).sorted()
    }

    /// How messages name a resource: a rule collection group without its policy.
    static func object(_ key: ResourceKey) -> String {
        "\(key.kind.rawValue) \(key.name.split(separator: "/").last.map(String.init) ?? key.name)"
    }

    /// The last property of a path: `firewallPolicy` of `spec.firewallPolicy`.
    static func property(of path: String) -> String {
        let last = path.split(separator: ".").last ?? ""
        return String(last.prefix { $0 != "[" })
    }

    /// The first few of many names.
    static func some(of names: [String]) -> String {
        names.count <= 6
            ? names.joined(separator: ", ") : names.prefix(6).joined(separator: ", ") + " and \(names.count - 6) more"
    }
}
