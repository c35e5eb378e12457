public import MoatModel

/// Why a policy cannot be compiled.
public struct CompileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The resource at fault.
    public var object: ResourceKey
    /// What is wrong and how to put it right.
    public var message: String

    public init(_ object: ResourceKey, _ message: String) {
        self.object = object
        self.message = message
    }

    public var description: String {
        "\(object): \(message)"
    }
}
