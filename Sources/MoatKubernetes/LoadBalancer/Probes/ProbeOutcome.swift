/// What came of asking once.
enum ProbeOutcome: Hashable, Sendable {
    case success
    /// Why it is none, in words.
    case failure(String)
    /// It could not be asked from here, or this machine was too busy to hear its answer, which says nothing of
    /// the backend.
    case notAsked
}
