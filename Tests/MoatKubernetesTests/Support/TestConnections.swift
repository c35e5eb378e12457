import Synchronization

/// The connections of a server. Each is served until it ends, or until all are ended.
final class TestConnections: Sendable {
    private struct State {
        var tasks: [Task<Void, Never>] = []
        var isEnded = false
    }

    private let state = Mutex(State())

    func add(_ task: Task<Void, Never>) {
        let isEnded = state.withLock { state in
            state.tasks.append(task)
            return state.isEnded
        }
        if isEnded { task.cancel() }
    }

    func end() async {
        let tasks = state.withLock { state in
            state.isEnded = true
            return state.tasks
        }
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
    }
}
