/// A part of bringing a lab up or down, for showing progress.
public struct LabStage: Hashable, Sendable {
    /// `12 machines, 11 cables`
    public var title: String

    public init(_ title: String) {
        self.title = title
    }
}

/// Told when a stage begins and when it has ended well.
public struct LabProgress: Sendable {
    var began: @Sendable (LabStage) -> Void
    var ended: @Sendable (LabStage) -> Void

    public init(began: @escaping @Sendable (LabStage) -> Void, ended: @escaping @Sendable (LabStage) -> Void) {
        self.began = began
        self.ended = ended
    }

    public static let silent = LabProgress(began: { _ in }, ended: { _ in })

    func stage<Result>(_ title: String, _ work: () throws -> Result) throws -> Result {
        try Task.checkCancellation()
        let stage = LabStage(title)
        began(stage)
        let result = try work()
        ended(stage)
        return result
    }
}
