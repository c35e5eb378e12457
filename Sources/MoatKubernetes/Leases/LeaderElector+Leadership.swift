extension LeaderElector {
    /// How often is looked who leads: far less than the times of a lease.
    private static let lookInterval = Duration.milliseconds(100)

    /// Takes part in the election until the task is cancelled, and tells again and again who leads; the
    /// lease is given up at the end.
    public func follow(_ tell: @Sendable (Leadership) async -> Void) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                try? await self.run {
                    while true { try await Task.sleep(for: .seconds(3600)) }
                }
            }
            while !Task.isCancelled {
                await tell(leadership)
                // Being cancelled ends the sleep, and then the loop.
                try? await Task.sleep(for: Self.lookInterval)
            }
        }
    }

    private var leadership: Leadership {
        let status = status
        if status.isLeading { return .leading }
        return status.holder.isEmpty || status.holder == identity ? .unknown : .following(status.holder)
    }
}
