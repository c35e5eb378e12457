/// Why a request to the API gave nothing. Its text never holds a token or a key.
public struct KubernetesError: Error, Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// The API answered, and said no; `status` has what it said.
        case refused
        /// No answer came: no connection, no trust, or a connection that ended.
        case unreachable
        /// The answer was not there in full in time.
        case timedOut
        /// The answer is not what the API gives.
        case unreadable
        /// The answer is larger than what is taken.
        case tooLarge
        /// What proves who is asking cannot be read.
        case credentials
        /// The request cannot be made of what was given.
        case invalidRequest
    }

    public let kind: Kind
    public let message: String
    /// `GET /api/v1/services`; nil where there was none.
    public let request: String?
    /// What the API said, where it did.
    public let status: APIStatus?

    public init(_ kind: Kind, _ message: String, request: String? = nil) {
        self.kind = kind
        self.message = String(message.prefix(Self.maximumText))
        self.request = request
        status = nil
    }

    /// A refusal.
    public init(_ status: APIStatus, request: String? = nil) {
        kind = .refused
        let reason = status.reason.map { "\($0)" } ?? "no reason given"
        message = String("\(reason) (\(status.code ?? 0)): \(status.message ?? "")".prefix(Self.maximumText))
        self.request = request
        self.status = status
    }

    private static let maximumText = 1000
}

extension KubernetesError {
    /// The HTTP status of a refusal.
    public var code: Int? { status?.code.map { Int($0) } }

    public var isNotFound: Bool { code == 404 }
    /// The object is not in the state that the request was made for. Not so where it is there already.
    public var isConflict: Bool { code == 409 && !isAlreadyExists }
    public var isAlreadyExists: Bool { status?.reason == .alreadyExists }
    /// The resourceVersion, or the place in a list, is too old to go on from.
    public var isExpired: Bool { code == 410 || status?.reason == .expired || status?.reason == .gone }
}

extension KubernetesError: CustomStringConvertible {
    public var description: String { request.map { "\($0): \(message)" } ?? message }
}
