public import MoatModel

/// Where the prefixes of service tags come from.
public protocol ServiceTagSource: Sendable {
    /// The prefixes of a tag, of both families; nil where there is no such tag.
    func prefixes(of tag: String) -> [IPPrefix]?
}

extension ServiceTagCatalog: ServiceTagSource {
    public func prefixes(of tag: String) -> [IPPrefix]? {
        self[tag]?.addressPrefixes
    }
}
