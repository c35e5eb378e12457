extension KubernetesClient {
    /// Calls `each` with every event after a state, in order, and reads on when it returns; so a slow
    /// reader slows the server, and loses nothing. Returns when the server ends the watch, which it does
    /// after `timeout` at the latest.
    ///
    /// - Parameters:
    ///   - type: the kind of object
    ///   - selection: which objects
    ///   - version: the resourceVersion of a list or an event
    ///   - timeout: whole seconds; what is asked of the server
    ///   - opened: called when the server begins to answer
    ///   - each: what takes the events, `.bookmark` among them
    /// - Throws: `KubernetesError`: `refused` also for an error in the stream, `timedOut` where the
    ///   server does not end it; what `each` throws
    public func watch<Object: KubernetesObject>(
        _ type: Object.Type = Object.self, _ selection: Selection = .all, from version: String, timeout: Duration,
        opened: @escaping @Sendable () -> Void = {},
        _ each: @escaping @Sendable (WatchEvent<Object>) async throws -> Void
    ) async throws {
        let request = KubernetesRequest(
            method: .get, path: try KubernetesRequest.path(type, namespace: selection.namespace),
            query: selection.query + [
                .init("watch", "true"), .init("allowWatchBookmarks", "true"), .init("resourceVersion", version),
                .init("timeoutSeconds", String(max(1, timeout.components.seconds))),
            ], limit: limits.objectBytes)
        _ = try await answer(request, within: timeout + limits.watchSlack) {
            try await transport.stream(request, opened: opened) { line in
                switch try Self.decoded(WatchLine<Object>.self, line, request).content {
                case .event(let event): try await each(event)
                case .failure(let status): throw KubernetesError(status, request: request.name)
                }
            }
        }
    }
}
