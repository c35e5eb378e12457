import Foundation
import Synchronization

@testable import MoatIngress

/// Takes batches, and refuses or fails as it is told.
final class TestTransport: RecordTransport {
    enum Answer {
        case taken, refused, away
    }

    struct State {
        var answer = Answer.taken
        var batches: [Data] = []
        var calls = 0
    }

    let state = Mutex(State())

    func send(_ batch: Data) async throws {
        try state.withLock { state in
            state.calls += 1
            switch state.answer {
            case .taken: state.batches.append(batch)
            case .refused: throw RecordRefusal("line 1: Status is not a whole number")
            case .away: throw CocoaError(.fileNoSuchFile)
            }
        }
    }

    func answer(_ answer: Answer) { state.withLock { $0.answer = answer } }

    var lines: Int { state.withLock { $0.batches.map { $0.split(separator: UInt8(ascii: "\n")).count }.reduce(0, +) } }
}
