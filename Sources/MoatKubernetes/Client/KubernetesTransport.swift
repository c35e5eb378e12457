public import FoundationEssentials

/// How requests reach the API. Says nothing about what they mean.
public protocol KubernetesTransport: Sendable {
    /// The answer, whatever its status.
    ///
    /// - Throws: `KubernetesError`, `CancellationError`
    func send(_ request: KubernetesRequest) async throws -> KubernetesResponse

    /// Calls `line` with one line of the answer after the other, and reads on when it returns. Gives
    /// the answer with an empty body once it has ended; an answer that is no success is given with
    /// its body, and neither `line` nor `opened`, which tells the beginning of a success, is called.
    ///
    /// - Throws: `KubernetesError`, `CancellationError`, what `line` throws
    func stream(
        _ request: KubernetesRequest, opened: @escaping @Sendable () -> Void,
        _ line: @escaping @Sendable (Data) async throws -> Void
    ) async throws -> KubernetesResponse

    /// Ends all requests. None may be made after that.
    func shutdown() async
}

/// An answer of the API, before it is understood.
public struct KubernetesResponse: Sendable {
    public var status: Int
    /// In seconds.
    public var retryAfter: Int?
    public var body: Data

    public init(status: Int, retryAfter: Int? = nil, body: Data = Data()) {
        self.status = status
        self.retryAfter = retryAfter
        self.body = body
    }
}
