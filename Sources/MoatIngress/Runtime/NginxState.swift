/// What nginx tells of itself at its control socket.
struct NginxState: Hashable, Sendable, Decodable {
    /// The configuration of the worker that answers.
    var generation: UInt64
}
