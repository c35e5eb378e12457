/// What `body` gives; nil where it takes longer, which cancels it. The deadline of an HTTP client's
/// request ends with the head of the answer; this one holds for its body too.
///
/// - Throws: what `body` throws, `CancellationError`
public func withTimeLimit<Value: Sendable>(
    _ limit: Duration, _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value? {
    try await withThrowingTaskGroup(of: Value?.self) { group in
        group.addTask { try await body() }
        group.addTask {
            try await Task.sleep(for: limit)
            return nil
        }
        defer { group.cancelAll() }
        return try await group.next() ?? nil
    }
}
