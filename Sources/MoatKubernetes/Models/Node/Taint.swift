/// Keeps pods, or traffic, from a node.
public struct Taint: Codable, Hashable, Sendable {
    @ZeroIfAbsent public var key: String
    public var value: String?
    /// `NoSchedule`, `PreferNoSchedule` or `NoExecute`.
    @ZeroIfAbsent public var effect: String
    public var timeAdded: Time?

    public init(key: String = "", value: String? = nil, effect: String = "", timeAdded: Time? = nil) {
        self.key = key
        self.value = value
        self.effect = effect
        self.timeAdded = timeAdded
    }
}
