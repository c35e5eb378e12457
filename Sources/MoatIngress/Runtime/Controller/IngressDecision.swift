public import Foundation
public import MoatKubernetes

/// What is made of a cluster: what nginx is to be given, and what is to be told to whom.
public struct IngressDecision: Sendable {
    /// Something that is wrong with an object, or of which something has no effect.
    public struct Problem: Codable, Hashable, Sendable {
        public var object: ObjectReference
        /// One word in CamelCase.
        public var reason: String
        /// What is wrong, and how to put it right.
        public var message: String

        public init(_ object: ObjectReference, _ reason: String, _ message: String) {
            self.object = object
            self.reason = reason
            self.message = message
        }
    }

    /// The configuration, by path within the runtime directory, for a generation. Two whose files of
    /// generation 0 are the same need no reload between them.
    public var files: @Sendable (_ generation: UInt64) -> [String: String]
    public var tables: Data
    public var problems: [Problem]
    /// The Ingresses that are this controller's.
    public var ingresses: Set<ObjectKey>

    public init(
        files: @escaping @Sendable (_ generation: UInt64) -> [String: String], tables: Data, problems: [Problem],
        ingresses: Set<ObjectKey>
    ) {
        self.files = files
        self.tables = tables
        self.problems = problems
        self.ingresses = ingresses
    }
}
