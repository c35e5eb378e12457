/// A version that stays because somebody confirmed it.
public struct ConfirmReport: Hashable, Sendable, Codable {
    public var version: Int

    public init(version: Int) {
        self.version = version
    }
}
