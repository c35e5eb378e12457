import Glibc

/// Runs a closure on a thread made for it, for things that change the thread itself, such
/// as its network namespace. Such a thread must not go back to a pool.
enum OwnThread {
    static func run<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) throws -> Result {
        let box = Box(body)
        let context = Unmanaged.passRetained(box)
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<AnyBox>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, context.toOpaque())
        guard code == 0 else {
            context.release()
            throw SystemError("start a thread", code)
        }
        // The join orders the thread's writes to the box before the reads here.
        pthread_join(thread, nil)
        guard let result = box.result else { throw SystemError("run on a thread", EINVAL) }
        return try result.get()
    }

    private class AnyBox {
        func run() {}
    }

    private final class Box<Value: Sendable>: AnyBox {
        let body: @Sendable () throws -> Value
        var result: Result<Value, any Error>?

        init(_ body: @escaping @Sendable () throws -> Value) {
            self.body = body
        }

        override func run() {
            result = Result { try body() }
        }
    }
}
