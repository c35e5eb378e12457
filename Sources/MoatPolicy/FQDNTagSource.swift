public import MoatModel

/// Where the names of FQDN tags come from.
public protocol FQDNTagSource: Sendable {
    /// The patterns that a tag stands for; nil where there is no such tag.
    func patterns(of tag: String) -> [FQDNPattern]?
}

extension FQDNTagCatalog: FQDNTagSource {}
