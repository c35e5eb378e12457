import Synchronization

/// Hands elements from one task to another. Who sends waits where the one who receives is behind.
final class BoundedChannel<Element: Sendable>: Sendable {
    private struct State {
        var elements: [Element] = []
        var isFinished = false
        /// Woken by every change; they look again themselves.
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let capacity: Int
    private let state = Mutex(State())

    init(capacity: Int) {
        self.capacity = max(1, capacity)
    }

    /// - Throws: `CancellationError`, and then the element was not sent
    func send(_ element: Element) async throws {
        while true {
            try Task.checkCancellation()
            if offer(element) { return }
            await wait { $0.elements.count < self.capacity }
        }
    }

    /// Whether there was room for the element.
    func offer(_ element: Element) -> Bool {
        change { state in
            guard state.elements.count < capacity else { return false }
            state.elements.append(element)
            return true
        }
    }

    /// Nil at the end, and where the task is cancelled.
    func next() async -> Element? {
        while !Task.isCancelled {
            let (element, isFinished) = change { state -> (Element?, Bool) in
                state.elements.isEmpty ? (nil, state.isFinished) : (state.elements.removeFirst(), false)
            }
            if element != nil || isFinished { return element }
            await wait { !$0.elements.isEmpty || $0.isFinished }
        }
        return nil
    }

    /// Nothing will be sent any more.
    func finish() {
        change { $0.isFinished = true }
    }

    private func change<Value: Sendable>(_ body: (inout State) -> Value) -> Value {
        let (value, waiting) = state.withLock { state in
            let value = body(&state)
            let waiting = state.waiting
            state.waiting = []
            return (value, waiting)
        }
        for continuation in waiting { continuation.resume() }
        return value
    }

    /// Returns after a change, at once where the condition holds, and when the task is cancelled.
    private func wait(unless condition: @Sendable (borrowing State) -> Bool) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state in
                    // The cancellation handler looks for who waits only after this has become true.
                    if condition(state) || Task.isCancelled { return true }
                    state.waiting.append(continuation)
                    return false
                }
                if isReady { continuation.resume() }
            }
        } onCancel: {
            change { _ in }
        }
    }
}
