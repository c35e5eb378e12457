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

    /// What of deploy/kubernetes is not a Deployment.
    var cluster: String {
        folder.appending(path: "../../deploy/kubernetes/cluster").standardizedFileURL.path
    }

    /// The first value that there is within 30 s.
    func wait<Value>(_ value: () throws -> Value?) throws -> Value? {
        for attempt in 0..<300 {
            if attempt > 0 { Thread.sleep(forTimeInterval: 0.1) }
            if let value = try value() { return value }
        }
        return nil
    }

    /// The first line of an answer 200 by a host; nil for any other answer.
    func get(_ url: String, from host: String, answering backend: String) throws -> String? {
        guard let answer = try get(url, from: host), answer.status == 200, answer.body.contains(backend) else {
            return nil
        }
        return "\(answer.status) \(DemoStory.firstLine(answer.body))"
    }

    /// Lets several clients ask for a URL, one request after the other, for as long as `body` takes;
    /// what is not answered with 200 has failed.
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
                        let isAnswered = try get(url, from: host)?.status == 200
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
