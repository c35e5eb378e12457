import Foundation
import Testing

@testable import MoatLab

extension SystemLab {
    /// Runs kubectl against the lab's API.
    @discardableResult
    func kubectl(_ arguments: String..., input: String = "") throws -> String {
        let result = try lab.kubectl(arguments, input: input)
        guard result.status == 0 else { throw SystemTestError("kubectl \(arguments): \(result.error)") }
        return result.output
    }

    /// Whether it is so within two minutes.
    func waits(_ isDone: () throws -> Bool) throws -> Bool {
        try Deadline(in: .seconds(120)).wait(every: 100, until: isDone)
    }
}
