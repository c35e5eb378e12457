import Foundation
import MoatLab
import Synchronization

extension DemoScene {
    /// Runs kubectl against the lab's Kubernetes API.
    /// - Returns: what it said.
    func kubectl(_ arguments: [String]) throws -> String {
        let result = try lab.kubectl(arguments)
        guard result.status == 0 else {
            throw DemoError("kubectl \(arguments.joined(separator: " ")): \(result.error)")
        }
        return result.output
    }

    /// Lets several clients ask for a URL, one request after the other, for as long as `body` takes.
    func load(
        from host: String, _ url: String, clients: Int, during body: @Sendable () throws -> Void
    ) throws -> (answered: Int, failed: Int) {
        let answered = Atomic(0)
        let failed = Atomic(0)
        let isOver = Atomic(false)
        let problem = Mutex<(any Error)?>(nil)
        DispatchQueue.concurrentPerform(iterations: clients + 1) { number in
            do {
                if number == 0 {
                    defer { isOver.store(true, ordering: .relaxed) }
                    try body()
                } else {
                    while !isOver.load(ordering: .relaxed) {
                        let isAnswered = try get(url, from: host) != nil
                        if isAnswered {
                            answered.add(1, ordering: .relaxed)
                        } else {
                            failed.add(1, ordering: .relaxed)
                        }
                    }
                }
            } catch {
                problem.withLock { $0 = $0 ?? error }
            }
        }
        if let problem = problem.withLock({ $0 }) { throw problem }
        return (answered.load(ordering: .relaxed), failed.load(ordering: .relaxed))
    }
}
