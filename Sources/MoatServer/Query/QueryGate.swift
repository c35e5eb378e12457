/// Lets a few queries run at a time, the others wait in the order of arrival, and turns away
/// what would wait too long.
actor QueryGate {
    private struct Waiter {
        var id: UInt64
        var continuation: CheckedContinuation<Bool, Never>
    }

    let capacity: Int
    private let maximumWaiting: Int
    private var running = 0
    private var nextIdentifier: UInt64 = 0
    private var waiting: [Waiter] = []

    init(capacity: Int, maximumWaiting: Int) {
        self.capacity = capacity
        self.maximumWaiting = maximumWaiting
    }

    /// False where there is no room in time, or the task was cancelled; otherwise `leave` is to
    /// be called.
    func enter(within time: Duration) async -> Bool {
        if running < capacity {
            running += 1
            return true
        }
        guard waiting.count < maximumWaiting else { return false }
        let id = nextIdentifier
        nextIdentifier += 1
        let timer = Task {
            try? await Task.sleep(for: time)
            giveUp(id)
        }
        defer { timer.cancel() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if Task.isCancelled {
                    continuation.resume(returning: false)
                } else {
                    waiting.append(Waiter(id: id, continuation: continuation))
                }
            }
        } onCancel: {
            Task { await giveUp(id) }
        }
    }

    func leave() {
        if waiting.isEmpty {
            running -= 1
        } else {
            waiting.removeFirst().continuation.resume(returning: true)
        }
    }

    private func giveUp(_ id: UInt64) {
        guard let index = waiting.firstIndex(where: { $0.id == id }) else { return }
        waiting.remove(at: index).continuation.resume(returning: false)
    }
}
