public import MoatModel

/// A refusal, as the API sends it: `{"error": {"code": …, "message": …, "issues": […]}}`.
public struct APIError: Error, Hashable, Sendable, Codable, CustomStringConvertible {
    public var code: APIErrorCode
    /// What is wrong, which object, and how to put it right.
    public var message: String
    /// What is wrong with the resources, one by one.
    public var issues: [ManifestIssue]

    public init(_ code: APIErrorCode, _ message: String, issues: [ManifestIssue] = []) {
        self.code = code
        self.message = message
        self.issues = issues
    }

    public var description: String { message }

    /// The body of a response.
    public struct Envelope: Hashable, Sendable, Codable {
        public var error: APIError

        public init(error: APIError) {
            self.error = error
        }
    }
}
