/// One thing that is observed of an object, in the form that objects share (`metav1.Condition`).
public struct Condition: Codable, Hashable, Sendable {
    /// What is observed, as `Ready`.
    @ZeroIfAbsent public var type: String
    public var status: ConditionStatus
    /// The generation that was looked at.
    public var observedGeneration: Int64?
    /// When `status` changed last.
    public var lastTransitionTime: Time?
    /// One word in CamelCase; never empty in what is written.
    @ZeroIfAbsent public var reason: String
    /// For a person.
    @ZeroIfAbsent public var message: String

    public init(
        type: String = "", status: ConditionStatus, observedGeneration: Int64? = nil,
        lastTransitionTime: Time? = nil, reason: String = "", message: String = ""
    ) {
        self.type = type
        self.status = status
        self.observedGeneration = observedGeneration
        self.lastTransitionTime = lastTransitionTime
        self.reason = reason
        self.message = message
    }
}
