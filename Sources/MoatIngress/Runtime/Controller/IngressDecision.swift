public import Foundation
public import MoatKubernetes

/// What is made of a cluster: what nginx is to be given, and what is to be told to whom.
public struct IngressDecision: Sendable {
    /// The configuration, by path within the runtime directory, for a generation. Two whose files of
    /// generation 0 are the same need no reload between them.
    public let files: @Sendable (_ generation: UInt64) -> [String: String]
    /// The files of generation 0.
    public let plain: [String: String]
    public var tables: Data
    public var problems: [IngressProblem]
    /// The Ingresses that are this controller's.
    public var ingresses: Set<ObjectKey>

    public init(
        files: @escaping @Sendable (_ generation: UInt64) -> [String: String], tables: Data, problems: [IngressProblem],
        ingresses: Set<ObjectKey>
    ) {
        self.files = files
        plain = files(0)
        self.tables = tables
        self.problems = problems
        self.ingresses = ingresses
    }
}
