import Foundation
import MoatEgress
import MoatModel
import Synchronization

/// Knows the names it was told. Answers at once, or from another thread after a while.
final class StubResolver: NameResolver {
    private let names: Mutex<[String: [IPAddress]]>
    private let delay: Double?
    private let questions = Mutex<[String]>([])

    init(_ names: [String: [String]], delay: Double? = nil) {
        self.names = Mutex(names.mapValues { $0.compactMap { IPAddress($0) } })
        self.delay = delay
    }

    /// What was asked so far.
    var asked: [String] { questions.withLock { $0 } }

    func set(_ name: String, _ addresses: [String]) {
        names.withLock { $0[name] = addresses.compactMap { IPAddress($0) } }
    }

    func resolve(
        _ name: String, completion: @escaping @Sendable (Result<[IPAddress], NameResolutionError>) -> Void
    ) {
        questions.withLock { $0.append(name) }
        let answer: Result<[IPAddress], NameResolutionError> = names.withLock { names in
            (names[name] ?? names["*"]).map { .success($0) } ?? .failure(NameResolutionError("NXDOMAIN"))
        }
        if let delay {
            DispatchQueue.global().asyncAfter(deadline: .now() + delay) { completion(answer) }
        } else {
            completion(answer)
        }
    }
}
