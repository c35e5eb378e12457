/// Deadlines in order of time (a binary heap). One that is not needed any more stays until its
/// time has come; whoever set it finds then that there is nothing to do.
struct DeadlineQueue<Action> {
    private var heap: [(time: UInt64, action: Action)] = []

    var next: UInt64? { heap.first?.time }

    mutating func add(_ action: Action, at time: UInt64) {
        heap.append((time, action))
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].time < heap[parent].time else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    /// Takes the first whose time has come.
    mutating func pop(now: UInt64) -> Action? {
        guard let first = heap.first, first.time <= now else { return nil }
        let last = heap.removeLast()
        guard !heap.isEmpty else { return first.action }
        heap[0] = last
        var parent = 0
        while true {
            var smallest = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
                if heap[child].time < heap[smallest].time { smallest = child }
            }
            guard smallest != parent else { break }
            heap.swapAt(parent, smallest)
            parent = smallest
        }
        return first.action
    }
}
