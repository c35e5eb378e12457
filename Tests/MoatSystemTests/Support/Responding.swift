import Foundation
import Glibc

@testable import MoatLab

/// A responder in a namespace, which is killed with the last reference.
final class Responding {
    private let child: ChildProcess

    /// Returns once it is ready.
    init(_ arguments: [String], in namespace: NetworkNamespace) throws {
        let pipe = try Descriptor.pipe()
        let null = try Descriptor.open("/dev/null", O_RDWR)
        let numbers = (null.number, pipe.write.number)
        child = try namespace.withNamespace {
            try ChildProcess.spawn(arguments, input: numbers.0, output: numbers.1, error: numbers.0)
        }
        pipe.write.close()
        null.close()
        let line = ReadyLine(pipe.read)
        let deadline = Deadline(in: .seconds(60))
        while !deadline.hasPassed {
            switch line.state(within: 100) {
            case .ready: return
            case .waiting: continue
            case .ended: throw SystemTestError("the responder ended")
            }
        }
        throw SystemTestError("the responder is not ready")
    }

    func end() {
        kill(child.pid, SIGKILL)
        _ = child.wait()
    }

    /// Lets it hang, or go on.
    func pause(_ isPaused: Bool) {
        kill(child.pid, isPaused ? SIGSTOP : SIGCONT)
    }

    deinit {
        end()
    }
}
