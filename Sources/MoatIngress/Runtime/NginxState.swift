/// What nginx tells of itself at its control socket.
struct NginxState: Hashable, Sendable, Decodable {
    /// The configuration of the worker that answers.
    var generation: UInt64
    /// Requests that were answered and told to the log socket, since nginx was started.
    var requests: UInt64?
}
