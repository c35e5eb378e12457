/// The paths of a rule.
public struct HTTPIngressRuleValue: Codable, Hashable, Sendable {
    @ZeroIfAbsent public var paths: [HTTPIngressPath]

    public init(paths: [HTTPIngressPath] = []) {
        self.paths = paths
    }
}
