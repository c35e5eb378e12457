/// What became of a batch of records of the ingress controller.
public struct IngressRecordsReport: Hashable, Sendable, Codable {
    /// How many were taken; never less than the batch has.
    public var accepted: Int

    public init(accepted: Int) {
        self.accepted = accepted
    }
}
