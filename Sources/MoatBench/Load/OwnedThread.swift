import Foundation

/// A thread that can be waited for.
final class OwnedThread {
    private let isDone = DispatchSemaphore(value: 0)

    init(_ body: @escaping @Sendable () -> Void) {
        let thread = Thread { [isDone] in
            body()
            isDone.signal()
        }
        thread.start()
    }

    func join() {
        isDone.wait()
    }
}
