public import MoatModel

/// Where the fabric learns which resources are in force.
public protocol ResourceSource: Sendable {
    /// Nil where it cannot be told just now; the fabric then leaves its routes as they are.
    func resources() async -> ResourceSet?
}

/// Asks a closure.
public struct ClosureResourceSource: ResourceSource {
    private let read: @Sendable () async -> ResourceSet?

    public init(_ read: @escaping @Sendable () async -> ResourceSet?) {
        self.read = read
    }

    public func resources() async -> ResourceSet? {
        await read()
    }
}
