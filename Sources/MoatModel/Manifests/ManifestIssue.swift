/// One problem with a manifest: where it is, what is wrong, and what would be right.
public struct ManifestIssue: Hashable, Sendable, Codable {
    /// Nil where the manifest did not come from a file.
    public var position: SourcePosition?
    /// The resource that the problem is in, where it could be told.
    public var resource: ResourceKey?
    /// The resource and the part of it, for people: `RuleCollectionGroup team, rule allow-dns`.
    public var object: String?
    /// The way to the value within the manifest, such as
    /// `spec.ruleCollections[0].rules[2].destinationPorts[0]`.
    public var path: String?
    /// What is wrong; begins with the property where one is at fault.
    public var message: String
    /// What would be right.
    public var hint: String?

    public init(
        position: SourcePosition? = nil, resource: ResourceKey? = nil, object: String? = nil, path: String? = nil,
        message: String, hint: String? = nil
    ) {
        self.position = position
        self.resource = resource
        self.object = object
        self.path = path
        self.message = message
        self.hint = hint
    }
}

extension ManifestIssue: Comparable {
    /// By place: file, line, column; issues without a place come last, by object and path.
    public static func < (lhs: Self, rhs: Self) -> Bool {
        switch (lhs.position, rhs.position) {
        case (.some(let left), .some(let right)) where left != right: left < right
        case (.some, nil): true
        case (nil, .some): false
        default: (lhs.object ?? "", lhs.path ?? "", lhs.message) < (rhs.object ?? "", rhs.path ?? "", rhs.message)
        }
    }
}

extension ManifestIssue: CustomStringConvertible {
    /// The issue in one line, without its hint.
    public var description: String {
        [place, headline].compactMap { $0 }.joined(separator: "  ")
    }

    /// The position, or else the path.
    var place: String? {
        position?.description ?? path
    }

    var headline: String {
        object.map { "\($0): \(message)" } ?? message
    }
}

extension [ManifestIssue] {
    /// The issues as a person reads them, one after the other in the order given: place and
    /// problem in two columns, the hint below the problem. Ends with a line break unless
    /// empty.
    ///
    ///     policy/egress.yaml:41:21  RuleCollectionGroup team, rule allow-dns: destinationPorts: '53-5' ends before it starts
    ///                               write 5-53, or 53 alone
    public func rendered() -> String {
        let width = map { $0.place?.count ?? 0 }.max() ?? 0
        let gap = width == 0 ? 0 : width + 2
        var text = ""
        for issue in self {
            let place = issue.place ?? ""
            text += place + String(repeating: " ", count: gap - place.count) + issue.headline + "\n"
            if let hint = issue.hint {
                text += String(repeating: " ", count: Swift.max(gap, 2)) + hint + "\n"
            }
        }
        return text
    }
}
