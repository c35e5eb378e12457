public import Foundation

/// A way to where records are kept.
public protocol RecordTransport: Sendable {
    /// Takes a batch of lines, or none of it.
    ///
    /// - Throws: `RecordRefusal` where the batch will never be taken; other errors where it may be later
    func send(_ batch: Data) async throws
}

/// Why a batch of records is not taken, and will not be.
public struct RecordRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) {
        self.description = description
    }
}
