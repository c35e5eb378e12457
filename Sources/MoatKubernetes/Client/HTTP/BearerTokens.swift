import Foundation
import Synchronization

/// The token that requests prove themselves with, read again from its file as it is rotated.
final class BearerTokens: Sendable {
    private struct State {
        var token: String
        var readAt: ContinuousClock.Instant
    }

    private let path: String
    private let age: Duration
    private let state = Mutex<State?>(nil)

    /// `age` is how long a token is used before the file is read again.
    init(path: String, age: Duration) {
        self.path = path
        self.age = age
    }

    /// A token that was read not long ago. Where the file cannot be read, the last that could be.
    ///
    /// - Throws: `KubernetesError` where none ever could be
    func token() throws(KubernetesError) -> String {
        let now = ContinuousClock.now
        if let state = state.withLock({ $0 }), state.readAt + age > now { return state.token }
        if let token = Self.read(path) {
            state.withLock { $0 = State(token: token, readAt: now) }
            return token
        }
        if let state = state.withLock({ $0 }) { return state.token }
        throw KubernetesError(.credentials, "the token cannot be read from \(path)")
    }

    /// The token that the file has now, where it is not the one that was refused.
    func token(after refused: String) -> String? {
        guard let token = Self.read(path), token != refused else { return nil }
        state.withLock { $0 = State(token: token, readAt: .now) }
        return token
    }

    private static func read(_ path: String) -> String? {
        guard let data = try? BoundedFile.read(path, limit: 1 << 20) else { return nil }
        let token = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        return BearerToken(token)?.text
    }
}
