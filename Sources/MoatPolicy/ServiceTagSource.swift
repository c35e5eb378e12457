public import MoatModel

/// Where the prefixes of service tags come from.
public protocol ServiceTagSource: Sendable {
    /// The prefixes of a tag, both families; nil where there is no such tag. Tag names are
    /// compared as the source sees fit (Azure's ignore case).
    func prefixes(of tag: String) -> [IPPrefix]?
}
