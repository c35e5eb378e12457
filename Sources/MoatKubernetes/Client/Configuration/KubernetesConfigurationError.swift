/// Why it cannot be said how to reach the API, and what to write instead. Never holds a token or a key.
public struct KubernetesConfigurationError: Error, Hashable, Sendable {
    /// The file that is at fault; nil where there is none.
    public let file: String?
    /// The field in the file, as `users[0].user.exec`.
    public let field: String?
    public let problem: String

    public init(file: String? = nil, field: String? = nil, _ problem: String) {
        self.file = file
        self.field = field
        self.problem = problem
    }
}

extension KubernetesConfigurationError: CustomStringConvertible {
    public var description: String {
        [file, field, problem].compactMap { $0 }.joined(separator: ": ")
    }
}
